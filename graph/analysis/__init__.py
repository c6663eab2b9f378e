"""Analyses of the network: pure functions, networkx graph in, plain values out, seed last."""
