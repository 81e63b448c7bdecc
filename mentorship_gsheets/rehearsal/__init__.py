"""A local Google: an HTTP server that speaks Sheets, Drive, Forms, Gmail and the token endpoint.

It imports nothing else of this package, so that it cannot share the package's misunderstandings; what it
accepts and what it answers is held against the discovery documents that ship with google-api-python-client.
"""
