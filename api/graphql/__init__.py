"""/graphql: persisted operations over the calls of REST."""
