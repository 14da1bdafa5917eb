"""TLS: not here. A room's network leads nowhere outside, and inside it nobody but its people could listen."""

raise ModuleNotFoundError('TLS is not available in this playground: use plain sockets, or http instead of https', name='ssl')
