"""A nation's filings checked on Spark in two passes; README.md beside this says why it is done so.

    spark-submit --master spark://… passes.py --gouji /opt/gouji --paths paths.txt --roster 名录.csv --out results

Pass 1 looks at each filing by itself, on whichever machine. Pass 2 looks at what holds between filings, a superior with its
members at a time. What comes of them is written as Parquet."""
import argparse, csv, json, shlex, subprocess, tempfile

ALONE, TOGETHER = "B,V,S,N", "A,C,P"
ANSWER = "path string, sheet string, record int, agency string, year int, edition string, status string, codes array<string>, line string"


def command(gouji, select, *more):
    """Answers each path on its standard input with lines of JSON. The engine runs a task on each core, so it takes one. The
    binary goes by its absolute path, since pipe hands on no PATH."""
    return [gouji, "check", "--select", select, *more, "--files-from", "-", "--format", "jsonl", "--exit-zero", "--jobs", "1"]


def is_answer(line):
    """The last line of a run, its summary, has no source."""
    return line.startswith('{"source":')


def row(line):
    said = json.loads(line)
    source = said["source"]
    codes = sorted({finding["code"] for finding in said.get("findings", [])})
    return (source["path"], source["sheet"], source["record"], said.get("agency"), said.get("year"), said.get("edition"), said["status"], codes, line)


def alone(spark, paths, gouji):
    """Pass 1, of an RDD of paths. Without checkCode the paths of a process that crashed would be missing, and nobody told."""
    lines = paths.pipe(shlex.join(command(gouji, ALONE)), checkCode=True)
    return spark.createDataFrame(lines.filter(is_answer).map(row), ANSWER)


def together(spark, read, roster, gouji, partitions):
    """Pass 2: each superior with its members, as answers and as findings that are of no filing (sums that differ)."""
    from pyspark.sql.functions import coalesce

    groups = roster.withColumn("superior", coalesce("superior", "agency"))
    files = read.join(groups, "agency").select("superior", "path").distinct()
    members = groups.select("superior", "agency")

    def check(group):
        superior, (paths, agencies) = group
        if not paths:
            return []
        with tempfile.NamedTemporaryFile("w", suffix=".csv", encoding="utf-8", newline="") as part:
            lines = [(agency, "" if agency == superior else superior) for agency in sorted(agencies)]
            csv.writer(part).writerows([("agency", "parent"), *lines])
            part.flush()
            run = subprocess.run(
                command(gouji, TOGETHER, "--roster", part.name), input="\n".join(sorted(paths)).encode(), capture_output=True, env={}
            )
        if run.returncode:
            raise RuntimeError(f"{superior}: gouji ended with {run.returncode}: {run.stderr.decode()}")
        return run.stdout.decode().rstrip("\n").split("\n")

    lines = files.rdd.map(tuple).cogroup(members.rdd.map(tuple), partitions).flatMap(check).cache()
    of_no_filing = lines.filter(lambda line: not is_answer(line)).flatMap(lambda line: json.loads(line)["findings"])
    return spark.createDataFrame(lines.filter(is_answer).map(row), ANSWER), of_no_filing.map(lambda one: json.dumps(one, ensure_ascii=False))


def listed(spark, roster):
    """The roster: who has to report, and to whom."""
    with open(roster, encoding="utf-8-sig", newline="") as lines:
        return spark.createDataFrame([(line["填报单位"], line["上级单位"] or None) for line in csv.DictReader(lines)], "agency string, superior string")


def absent(read, roster):
    """Who did not submit, and what nobody on the roster submitted: agencies by their names as they stand there."""
    submitted = read.where("status in ('pass', 'findings')")
    return roster.join(submitted, "agency", "left_anti"), read.join(roster, "agency", "left_anti").select("path", "agency", "status")


def main():
    from pyspark.sql import SparkSession

    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("gouji", "paths", "roster", "out"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--partitions", type=int, default=200)
    wish = parser.parse_args()
    spark = SparkSession.builder.appName("gouji").getOrCreate()
    paths = spark.sparkContext.textFile(wish.paths).repartition(wish.partitions)
    alone(spark, paths, wish.gouji).write.parquet(f"{wish.out}/alone")
    read, roster = spark.read.parquet(f"{wish.out}/alone"), listed(spark, wish.roster)
    checked, of_no_filing = together(spark, read, roster, wish.gouji, wish.partitions)
    checked.write.parquet(f"{wish.out}/together")
    of_no_filing.saveAsTextFile(f"{wish.out}/of-no-filing")
    for name, table in zip(("missing", "unlisted"), absent(read, roster)):
        table.write.parquet(f"{wish.out}/{name}")


if __name__ == "__main__":
    main()
