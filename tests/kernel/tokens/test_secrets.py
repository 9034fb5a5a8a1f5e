"""The form of a secret: found by scanners, refused when mistyped, kept only as a hash."""

import pytest

from caruban.kernel.tokens.secrets import FORM, LETTERS, digest_of, is_well_formed, new_secret


def test_a_secret_has_the_prefix_32_bytes_and_a_checksum():
    for _each in range(50):
        secret = new_secret()
        assert FORM.fullmatch(secret)
        assert len(secret) == len("crb_") + 43 + 6
        assert is_well_formed(secret)


def test_no_two_are_alike():
    assert len({new_secret() for _each in range(1_000)}) == 1_000


def test_the_checksum_finds_every_mistyped_letter():
    secret = new_secret()
    for at in range(len("crb_"), len(secret)):
        wrong = LETTERS[(LETTERS.index(secret[at]) + 1) % len(LETTERS)]
        assert not is_well_formed(secret[:at] + wrong + secret[at + 1 :])


@pytest.mark.parametrize("text", ["", "crb_", "x" * 53, "crb_" + "0" * 49, "ghp_" + "0" * 49])
def test_what_is_no_token_is_not_taken_for_one(text):
    assert not is_well_formed(text)


def test_the_hash_does_not_tell_the_secret():
    secret = new_secret()

    assert len(digest_of(secret)) == 64
    assert secret[4:] not in digest_of(secret)
    assert digest_of(secret) != digest_of(new_secret())
