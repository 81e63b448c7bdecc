"""Conference pairs: what their form asks and how their worst pair is told."""
