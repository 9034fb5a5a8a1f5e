"""Backup and restore: database and documents in one file, whole or not at all.

    caruban-backup.json        what it is: format, version, when          (first, to tell it apart)
    tables/<name>.copy.gz      each table's rows, PostgreSQL's COPY text, by primary key
    documents/<sha256>         each document's content, once
    manifest.json              hash and size of all of these, sequences, migrations      (last)
    CARUBAN1 + SHA-256         over every byte before, so that any flipped bit is seen

A tar file but for its last 40 bytes, which tar ignores. Why not pg_dump: docs/decisions.
"""
