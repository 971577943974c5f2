"""Analyses on other machines: frames go to replicas of the pipeline on a Ray cluster, and what they show comes back."""
