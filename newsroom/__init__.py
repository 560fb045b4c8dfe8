"""The project: settings, addresses, the way in for a web server."""
