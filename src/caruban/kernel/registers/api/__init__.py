"""The API of every register: routes, types and examples, all made from its declaration."""
