"""NCMEC's CyberTipline through its reporting API: a report as typed elements, and the conversation over it.

Text alone: nothing here can hold a file, and no call for files exists.
"""
