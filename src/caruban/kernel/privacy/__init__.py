"""Personal data: who saw which, when and by which door, written down as it is read.

Serves every register that masks a field; UU 27/2022 art. 31 (records of processing), art. 35.
"""
