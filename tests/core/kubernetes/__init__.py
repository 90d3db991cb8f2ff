"""Objects of Kubernetes and whether a cluster takes them."""
