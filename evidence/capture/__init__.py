"""The fault campaign of the capture protocol: a clinic, a proxy that spoils connections, devices, and an oracle."""
