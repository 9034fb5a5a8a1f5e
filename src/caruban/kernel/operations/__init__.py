"""Operations: is it well, and what waits for a hand: health, metrics, the page of the operator.

Other modules show there by `interface.panel`; nothing here knows them.
"""
