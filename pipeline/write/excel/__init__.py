"""Tables drawn as workbooks."""
