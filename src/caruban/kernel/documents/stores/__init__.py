"""Where the content of documents lies: on a disk, or in a bucket of any S3-compatible store.

One interface, two implementations; `documents.storage` asks the one that the settings name.
"""
