"""Colours of the theme: contrast of every pair in use, order and distance of the level ramp.

Contrast after WCAG 2.2; colour blindness after Machado, Oliveira and Fernandes (2009), severity 1;
distance is CIE76.
"""

import re
from itertools import combinations, pairwise

import pytest
from django.conf import settings

TEXT, EDGE = 4.5, 3.0
GROUNDS = ("surface", "canvas", "sunken", "hover", "selected")
PAIRS = (
    [
        ("text", g, TEXT)
        for g in (
            *GROUNDS,
            "wash",
            "accent-soft",
            "good-soft",
            "warn-soft",
            "bad-soft",
            "info-soft",
            "idle-soft",
        )
    ]
    + [
        ("text-2", g, TEXT)
        for g in (*GROUNDS, "wash", "warn-soft", "bad-soft", "info-soft", "good-soft")
    ]
    + [("text-3", g, TEXT) for g in ("surface", "canvas", "sunken", "hover")]
    + [
        ("accent", g, TEXT)
        for g in (*GROUNDS, "wash", "accent-soft", "warn-soft", "bad-soft", "info-soft")
    ]
    + [("accent-hover", g, TEXT) for g in (*GROUNDS, "wash")]
    + [
        ("on-accent", "accent-fill", TEXT),
        ("on-accent", "accent-fill-hover", TEXT),
        ("on-bad", "bad-fill", TEXT),
    ]
    + [
        (m, g, TEXT)
        for m in ("good", "warn", "bad", "info", "idle")
        for g in ("surface", "canvas", "hover", "selected", f"{m}-soft")
    ]
    + [("control", g, EDGE) for g in ("surface", "canvas", "wash")]
    + [("focus", g, EDGE) for g in (*GROUNDS, "wash")]
    + [(f"on-level-{n}", f"level-{n}", TEXT) for n in range(6)]
    + [(f"domain-{n}", g, TEXT) for n in range(1, 5) for g in ("surface", "canvas")]
    + [("on-domain", f"domain-{n}", TEXT) for n in range(1, 5)]
    + [("accent-fill", g, EDGE) for g in ("surface", "wash")]
)
SEEN_AS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}


def blocks(css):
    dark = re.findall(r"\{\s*(color-scheme: dark;.*?)\}", css, re.DOTALL)
    light = re.search(r":root \{\s*color-scheme: light;(.*?)\n\}", css, re.DOTALL).group(1)
    assert len(dark) == 2, "two dark blocks expected"
    return colours(light), colours(dark[0]), colours(dark[1])


def colours(block):
    return dict(re.findall(r"--c-([\w-]+):\s*(#[0-9a-f]{6})", block))


def linear(code):
    parts = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def luminance(rgb):
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]


def contrast(a, b):
    hi, lo = sorted((luminance(linear(a)), luminance(linear(b))), reverse=True)
    return (hi + 0.05) / (lo + 0.05)


def lab(rgb):
    x, y, z = (
        sum(m * c for m, c in zip(row, rgb, strict=True))
        for row in ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    )
    f = [
        t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116
        for t in (x / 0.95047, y, z / 1.08883)
    ]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


def seen(code, matrix):
    rgb = linear(code)
    return lab(
        [min(1, max(0, sum(m * c for m, c in zip(row, rgb, strict=True)))) for row in matrix]
    )


def distance(a, b):
    return sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5


THEME = settings.PACKAGE / "kernel" / "web" / "static" / "web" / "theme.css"
LIGHT, DARK, DARK_AGAIN = blocks(THEME.read_text(encoding="utf-8"))
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def ramp(theme):
    return [theme[f"level-{n}"] for n in range(1, 6)]


@THEMES
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_every_pair_in_use_can_be_told_apart(theme, front, ground, least):
    assert contrast(theme[front], theme[ground]) >= least


@THEMES
def test_each_level_is_clearly_darker_or_lighter_than_the_one_before(theme):
    steps = [b - a for a, b in pairwise(lab(linear(code))[0] for code in ramp(theme))]

    assert all(step > 9 for step in steps) or all(step < -9 for step in steps)


@THEMES
@pytest.mark.parametrize("sight", SEEN_AS)
def test_levels_differ_for_colour_blind_eyes_too(theme, sight):
    seen_ramp = [seen(code, SEEN_AS[sight]) for code in ramp(theme)]

    assert min(distance(a, b) for a, b in combinations(seen_ramp, 2)) >= 15


def test_both_copies_of_the_dark_theme_are_the_same():
    assert DARK == DARK_AGAIN
