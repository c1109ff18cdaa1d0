"""A page with a download that no other process has."""

import os

import streamlit as st

st.download_button("Process", f"process {os.getpid()}", "process.txt")
