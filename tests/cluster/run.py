"""Runs the passes on a standalone cluster of two workers on this machine, and holds what comes back against a local run:
`python3 tests/cluster/run.py target/release/gouji`, from the root of the repository. Says `skipped: …` and ends well where
Java or PySpark is missing."""
import collections, importlib.util, json, os, pathlib, re, shutil, signal, subprocess, sys, tempfile, threading, time, zipfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent))
PARTITIONS, BEGUN = 8, time.monotonic()


def skip(why):
    print(f"skipped: {why}")
    sys.exit(0)


def done(what):
    print(f"{time.monotonic() - BEGUN:5.1f} s  {what}", flush=True)


def java():
    """The version of Java, if there is one."""
    try:
        said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    except OSError:
        return None
    version = re.search(r'version "(\d+)', said)
    return int(version[1]) if version else None


class Cluster:
    """A master and two workers, each with one core, in sessions of their own."""

    def __init__(self, desk):
        import pyspark

        self.desk, self.home = desk, pathlib.Path(pyspark.__file__).parent
        self.processes = []
        _, log = self.start("master.Master", "master", "--port", "0")
        self.url = self.wait_for(log, r"Starting Spark master at (spark://\S+)")
        workers = [self.start("worker.Worker", name, "--cores", "1", "--memory", "600m", "--work-dir", str(desk / name), self.url) for name in ("one", "other")]
        for _, log in workers:
            self.wait_for(log, r"Successfully registered with (master)")
        self.other = workers[1][0]

    def start(self, what, name, *words):
        log = self.desk / f"{name}.log"
        command = [self.home / "bin/spark-class", f"org.apache.spark.deploy.{what}", "--host", "127.0.0.1", "--webui-port", "0", *words]
        process = subprocess.Popen(command, stdout=log.open("w"), stderr=subprocess.STDOUT, start_new_session=True)
        self.processes.append(process)
        return process, log

    def wait_for(self, log, pattern):
        for _ in range(600):
            found = re.search(pattern, log.read_text(errors="replace"))
            if found:
                return found[1]
            time.sleep(0.1)
        raise SystemExit(f"{log.name}: no {pattern!r}\n{log.read_text()}")

    def kill(self, process):
        """The worker with its executor, at once."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()

    def end(self):
        for process in self.processes:
            self.kill(process)


def oddities(folder):
    """Paths that give no filing, each for another reason."""
    folder.mkdir()
    (folder / "empty.csv").write_bytes(b"")
    (folder / "noise.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 9)
    (folder / "result.jsonl").write_text('{"source":{"path":"x"}}\n')
    with zipfile.ZipFile(folder / "far.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        # Two cells: a reader that keeps the area between them asks for 512 GiB.
        archive.writestr("xl/worksheets/sheet1.xml", '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>')
        archive.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>')
    return [str(folder / name) for name in ("empty.csv", "noise.xls", "result.jsonl", "far.xlsx", "gone.xlsx")]


def local(gouji, paths, select, *more):
    """What one process says: the answers by path, and what is of no filing."""
    import passes

    words = [word for word in passes.command(gouji, select, *more) if word not in ("--jobs", "1")]
    run = subprocess.run(words, input="\n".join(paths).encode(), stdout=subprocess.PIPE, check=True)
    *lines, closing = run.stdout.decode().rstrip("\n").split("\n")
    return by_path(map(passes.row, lines)), json.loads(closing)["findings"]


def by_path(rows):
    answers = collections.defaultdict(list)
    for one in rows:
        answers[one[0]].append(one[-1])
    return {path: sorted(lines) for path, lines in answers.items()}


def known(finding):
    """A finding of no filing but for where its roster lies: each task has a part of it."""
    cells = [cell["id"] for cell in finding["cells"]]
    return (finding["code"], finding["agency"], finding["year"] or 0, finding["equation"] or "", *cells)


def check(sc, spark, cluster, gouji, desk):
    import filings, passes

    paths, roster = filings.write(desk / "nation")
    odd = oddities(desk / "odd")
    done(f"{len(paths)} filings written")
    alone, _ = local(gouji, [*paths, *odd], passes.ALONE)
    together, of_no_filing = local(gouji, paths, passes.TOGETHER, "--roster", str(roster))
    done("checked by one process")

    passes.alone(spark, sc.parallelize([*paths, *odd], PARTITIONS), gouji).write.parquet(str(desk / "alone"))
    read = spark.read.parquet(str(desk / "alone"))
    rows = read.collect()
    assert len({row.path for row in rows}) == len(rows) == len(paths) + len(odd), "every path is back, once"
    assert by_path(rows) == alone, "byte for byte what one process says"
    statuses = {row.path: row.status for row in rows}
    assert all(statuses[path] in ("pass", "findings") for path in paths)
    assert all(statuses[path] == "unassessed" for path in odd), "what is gone, empty, hostile or a result is named"
    slips = sum(status == "findings" for status in statuses.values())
    assert slips == 80
    done(f"pass 1: {len(paths)} filings in {read.rdd.getNumPartitions()} files of Parquet, {slips} with errors; {len(odd)} paths that are none, named")

    who = passes.listed(spark, roster)
    checked, findings = passes.together(spark, read, who, gouji, PARTITIONS)
    assert by_path(checked.collect()) == together, "byte for byte what one process says of all with the whole roster"
    findings = [json.loads(finding) for finding in findings.collect()]
    assert sorted(map(known, findings)) == sorted(map(known, of_no_filing)) and findings
    missing, unlisted = ([row[0] for row in table.collect()] for table in passes.absent(read, who))
    assert set(missing) == {one["agency"] for one in of_no_filing if one["code"] == "A502"} and len(missing) == 10
    assert set(unlisted) == set(odd)
    codes = collections.Counter(one["code"] for one in findings)
    done(f"pass 2: {filings.COUNTIES} superiors, {dict(codes)}, {len(missing)} agencies that did not submit")

    # A process that dies when it has answered some: told of, or lost without a word.
    script = desk / "crash.sh"
    words = passes.shlex.join(passes.command(gouji, passes.ALONE))
    script.write_text(f'list=$(cat)\nprintf "%s\\n" "$list" | head -n 99 | {words}\ncase $list in *{pathlib.Path(paths[3333]).name}*) kill -SEGV $$;; esac\n')
    pipe = lambda check: sc.parallelize(paths, PARTITIONS).pipe(f"/bin/sh {script}", checkCode=check).filter(passes.is_answer).count()
    try:
        raise SystemExit(f"a crash went unnoticed: {pipe(True)}")
    except Exception as error:
        assert "exited with error code" in str(error), error
    assert pipe(False) == 99 * PARTITIONS, "which is why checkCode is there"
    done("a crash in one partition fails the job")

    def slow(path):
        time.sleep(0.006)
        return path

    result = []
    job = threading.Thread(target=lambda: result.append(passes.alone(spark, sc.parallelize(paths, PARTITIONS).map(slow), gouji).collect()))
    job.start()
    while True:
        assert job.is_alive(), "over before the worker was killed"
        stages = [sc.statusTracker().getStageInfo(stage) for stage in sc.statusTracker().getActiveStageIds()]
        if any(stage and stage.numCompletedTasks >= 2 and stage.numActiveTasks == 2 for stage in stages):
            break
        time.sleep(0.05)
    stage = stages[0]
    cluster.kill(cluster.other)
    job.join()
    assert sc.statusTracker().getStageInfo(stage.stageId).numFailedTasks > 0, "the worker was at work"
    rows = result[0]
    assert len(rows) == len(paths) and by_path(rows) == {path: alone[path] for path in paths}
    done(f"a worker killed after {stage.numCompletedTasks} of {PARTITIONS} tasks: {len(rows)} filings, nothing lost or doubled")


def main():
    gouji = str(pathlib.Path(sys.argv[1]).resolve(strict=True))
    if (java() or 0) < 17:
        skip("Java 17 is not installed, so gouji is not run on a cluster")
    if importlib.util.find_spec("pyspark") is None:
        skip("PySpark is not installed (pip install -r tests/cluster/requirements.txt), so gouji is not run on a cluster")
    from pyspark.sql import SparkSession

    # Whoever ends this process early ends the cluster.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended before the cluster was done"))
    desk = pathlib.Path(tempfile.mkdtemp(prefix="gouji-cluster-"))
    os.environ.update(SPARK_LOCAL_IP="127.0.0.1", PYSPARK_PYTHON=sys.executable, SPARK_LOCAL_DIRS=str(desk / "scratch"), SPARK_DAEMON_MEMORY="300m")
    cluster = Cluster(desk)
    try:
        settings = {
            "driver.host": "127.0.0.1", "driver.bindAddress": "127.0.0.1", "ui.enabled": "false", "ui.showConsoleProgress": "false",
            "executor.memory": "512m", "executor.cores": "1", "scheduler.minRegisteredResourcesRatio": "1.0",
            "sql.shuffle.partitions": str(PARTITIONS), "submit.pyFiles": str(pathlib.Path(__file__).with_name("passes.py")),
        }  # fmt: skip
        builder = SparkSession.builder.master(cluster.url).appName("gouji")
        for name, value in settings.items():
            builder = builder.config(f"spark.{name}", value)
        spark = builder.getOrCreate()
        spark.sparkContext.setLogLevel("FATAL")
        done("a cluster of two workers")
        check(spark.sparkContext, spark, cluster, gouji, desk)
        spark.stop()
    finally:
        cluster.end()
    shutil.rmtree(desk)


if __name__ == "__main__":
    main()
