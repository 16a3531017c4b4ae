// Reading and compiling generated projects of 1,000 and 10,000 models. See ../README.md.

#include "models/project/project.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QtConcurrent/QtConcurrentMap>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <sys/resource.h>

using namespace daybook;
using namespace daybook::project;

namespace {

constexpr int perFolder = 50; ///< models, described in one properties file

void write(const QString &path, const QByteArray &text)
{
    QDir().mkpath(path.left(path.lastIndexOf(QLatin1Char('/'))));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
        qFatal("%s cannot be written", qPrintable(path));
}

/// About 2 kB: a ledger's query that reads a source, or two models before it.
QByteArray modelText(int number)
{
    const auto name = [](int of) { return "ref('ledger_" + QByteArray::number(of) + "')"; };
    const bool isFirst = number < perFolder;
    QByteArray text =
        "{{ config(materialized='table', tags=['daily']) }}\n\nwith base as (\n    select * from {{ " +
        (isFirst ? QByteArray("source('wallet', 'transactions')") : name(number - perFolder)) + " }}\n)\n" +
        (isFirst ? "" : ", other as (select * from {{ " + name(number / 2) + " }})\n") + "select\n";
    for (int column = 0; text.size() < 1950; ++column)
        text += "    coalesce(base.amount_" + QByteArray::number(column) + ", 0) as amount_" +
                QByteArray::number(column) + ",\n";
    return text + "    base.transaction_id\nfrom base\n";
}

QByteArray properties(int first, int last)
{
    QByteArray text = "version: 2\nmodels:\n";
    for (int number = first; number < last; ++number)
        text += "  - name: ledger_" + QByteArray::number(number) +
                "\n    description: A ledger of one transaction type\n    columns:\n"
                "      - name: transaction_id\n        data_tests: [not_null, unique]\n"
                "      - name: amount_0\n        data_tests:\n          - accepted_values: {arguments: "
                "{values: [0, 1]}}\n";
    return text;
}

void generate(const QString &folder, int count)
{
    write(folder + QStringLiteral("/dbt_project.yml"), "name: bench\nmodels: {bench: {+schema: ledgers}}\n");
    write(folder + QStringLiteral("/models/sources.yml"),
          "sources: [{name: wallet, tables: [{name: transactions}]}]\n");
    for (int first = 0; first < count; first += perFolder) {
        const QString group = folder + QStringLiteral("/models/group_%1/").arg(first / perFolder);
        const int last = std::min(first + perFolder, count);
        for (int number = first; number < last; ++number)
            write(group + QStringLiteral("ledger_%1.sql").arg(number), modelText(number));
        write(group + QStringLiteral("schema.yml"), properties(first, last));
    }
}

/// Prints the milliseconds of reading and of compiling all, and the kilobytes it took at most.
int measure(const QString &folder)
{
    QElapsedTimer timer;
    timer.start();
    ProjectOptions options;
    options.directory = folder;
    const auto project = Project::load(options);
    if (!project) {
        std::fprintf(stderr, "%s\n", qPrintable(project.error().toString()));
        return 1;
    }
    const qint64 read = timer.restart();
    CompileContext context;
    context.relationOf = [](const Node &node) { return node.relation; };
    std::atomic<qsizetype> size = 0;
    QtConcurrent::blockingMap(project->nodes(), [&](const Node &node) {
        if (node.type == ResourceType::Model)
            size += project->compile(node, context).value().size();
    });
    const qint64 compiled = timer.elapsed();
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("%lld %lld %ld\n", static_cast<long long>(read), static_cast<long long>(compiled),
                usage.ru_maxrss);
    return size > 0 ? 0 : 1;
}

struct Figures
{
    double read = 0;
    double compile = 0;
    double megabytes = 0;
};

/// The best of several processes: what disturbs a measurement only makes it slower.
Figures best(const QString &folder)
{
    Figures best;
    for (int round = 0; round < 3; ++round) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(), {folder});
        if (!process.waitForFinished(600'000) || process.exitCode() != 0)
            qFatal("%s", process.readAllStandardError().constData());
        const QStringList words =
            QString::fromUtf8(process.readAllStandardOutput()).simplified().split(QLatin1Char(' '));
        const Figures now{words.value(0).toDouble() / 1000, words.value(1).toDouble() / 1000,
                          words.value(2).toDouble() / 1024};
        if (round == 0 || now.read + now.compile < best.read + best.compile)
            best = now;
    }
    return best;
}

Figures report(int count)
{
    const QTemporaryDir folder;
    generate(folder.path(), count);
    const Figures figures = best(folder.path());
    std::printf("%d models: read in %.2f s, compiled in %.2f s, together %.2f s, at most %.0f MB\n", count,
                figures.read, figures.compile, figures.read + figures.compile, figures.megabytes);
    std::fflush(stdout);
    return figures;
}

int usage(const char *program, const QByteArray &asked)
{
    const bool isWrong = asked != "--help" && asked != "-h";
    std::fprintf(
        isWrong ? stderr : stdout,
        "Usage: %s [FOLDER]\n"
        "Without FOLDER, generates projects of 1,000 and 10,000 models and tells what reading and compiling\n"
        "each takes. With it, reads and compiles the project there once, and prints the milliseconds of\n"
        "the one and the other, and the kilobytes it took at most.\n",
        program);
    return isWrong ? 2 : 0;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc > 2 || (argc == 2 && argv[1][0] == '-'))
        return usage(argv[0], argv[1]);
    if (argc == 2)
        return measure(QString::fromLocal8Bit(argv[1]));
    const Figures small = report(1000);
    const Figures large = report(10'000);
    std::printf("growth from 1,000 to 10,000: %.1f times (linear is 10)\n",
                (large.read + large.compile) / (small.read + small.compile));
}
