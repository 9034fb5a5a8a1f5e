"""The top floor: settings, addresses, servers and the command line."""
