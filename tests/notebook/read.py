"""Reads the flat tables as a notebook would, with whichever of pandas, polars and DuckDB is installed.

Run in a folder that holds filings.csv and long.csv. Says of each library that it read them, or that it was skipped; a
column that should be a number and is none is an error.
"""

import importlib

NUMBERS = ["year", "errors", "warnings", "notes", "checks", "B101", "V204"]


def of_pandas(pd):
    filings = pd.read_csv("filings.csv")
    figures = pd.read_csv("long.csv")
    is_number = pd.api.types.is_numeric_dtype
    assert all(is_number(filings[name]) for name in NUMBERS), filings.dtypes
    assert is_number(figures["value"]) and is_number(figures["year"]), figures.dtypes
    assert figures["source"].notna().all() and figures["place"].notna().all()
    return len(filings), list(filings.columns)[0], int(filings["errors"].sum()), str(figures["value"].sum())


def of_polars(pl):
    filings = pl.read_csv("filings.csv")
    figures = pl.read_csv("long.csv", infer_schema_length=None)
    assert all(filings[name].dtype.is_numeric() for name in NUMBERS), filings.schema
    assert figures["value"].dtype.is_numeric() and figures["year"].dtype.is_numeric(), figures.schema
    assert figures["source"].null_count() == 0 and figures["place"].null_count() == 0
    return len(filings), filings.columns[0], filings["errors"].sum(), str(figures["value"].sum())


def of_duckdb(duckdb):
    duckdb.sql("COPY (FROM 'filings.csv') TO 'filings.parquet'")
    duckdb.sql("COPY (FROM 'long.csv') TO 'long.parquet'")
    for kind in ["csv", "parquet"]:
        filings = duckdb.sql(f"FROM 'filings.{kind}'")
        figures = duckdb.sql(f"FROM 'long.{kind}'")
        kinds = dict(zip(filings.columns, map(str, filings.types)))
        assert all(kinds[name] in ("BIGINT", "DOUBLE") for name in NUMBERS), kinds
        kinds = dict(zip(figures.columns, map(str, figures.types)))
        assert kinds["value"] in ("BIGINT", "DOUBLE") and kinds["year"] == "BIGINT", kinds
    count, errors = duckdb.sql("SELECT count(*), sum(errors) FROM 'filings.parquet'").fetchall()[0]
    total = duckdb.sql("SELECT sum(value) FROM 'long.parquet'").fetchall()[0][0]
    return count, filings.columns[0], int(errors), str(total)


for name, read in [("pandas", of_pandas), ("polars", of_polars), ("duckdb", of_duckdb)]:
    try:
        library = importlib.import_module(name)
    except ImportError:
        print(f"skipped: {name} is not installed")
        continue
    count, first, errors, total = read(library)
    print(f"{name}: {count} filings, first column {first}, {errors} errors, sum {float(total):.2f}")
