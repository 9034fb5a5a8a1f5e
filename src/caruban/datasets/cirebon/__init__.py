"""Kabupaten Cirebon: its organisations, and its SPBE index as the roadmap 2022-2024 tells it.

Source: Peta Rencana SPBE Pemerintah Kabupaten Cirebon 2022-2024, tables 2.1, 2.2, 3.1 and 4.1.
"""
