"""The ground floor: what every module shares. It knows no domain."""
