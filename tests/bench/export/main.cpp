#include "models/evidence/csvexport.h"
#include "tests/bench/heartbeat.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <sys/resource.h>
#include <unistd.h>

using namespace daybook;
using namespace daybook::test;
using namespace Qt::StringLiterals;

namespace {

const QString Query = u"select transaction_id, transaction_type, amount, business_date, occurred_at, memo "
                      "from ledger"_s;

struct Stalls
{
    qint64 clock = 0; ///< milliseconds
    qint64 busy = 0;  ///< microseconds
};

double processorSeconds(int who)
{
    rusage usage = {};
    getrusage(who, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double median(QList<double> values)
{
    std::sort(values.begin(), values.end());
    return values.isEmpty() ? 0 : values[values.size() / 2];
}

void fill(const TemporaryDatabase &database, qint64 rows)
{
    database.run(
        u"create table ledger as select i::bigint as transaction_id, "
        "(array['charge', 'payment', 'transfer', 'refund', 'promotion'])[1 + i % 5] as transaction_type, "
        "(i * 7919 % 1000000 + 100)::bigint as amount, date '2026-11-01' + (i % 30)::int as business_date, "
        "timestamptz '2026-11-01 00:00:00+09' + i * interval '0.2 s' as occurred_at, "
        "case when i % 10 = 0 then '주문 \"' || i || '\", 카드' else '주문 ' || i end as memo "
        "from generate_series(1::bigint, %1) as i"_s.arg(rows));
    database.run(u"alter table ledger add primary key (transaction_id)"_s);
    database.run(u"analyze ledger"_s);
}

double exportOnce(const TemporaryDatabase &database, const QString &path, bool roles, Stalls &stalls)
{
    evidence::ExportRequest request;
    request.sql = Query;
    request.orderBy = {u"transaction_id"_s};
    if (roles)
        request.roles = {.type = u"transaction_type"_s, .amount = u"amount"_s};
    request.path = path;
    const auto connection = database.connect();
    const Heartbeat heartbeat;
    QElapsedTimer clock;
    clock.start();
    const auto outcome = await(evidence::exportCsv(connection, request, {}, {}));
    const double seconds = static_cast<double>(clock.elapsed()) / 1000;
    stalls.clock = std::max(stalls.clock, heartbeat.longest());
    stalls.busy = std::max(stalls.busy, heartbeat.longestBusy());
    if (!outcome)
        qFatal("%s", qPrintable(outcome.error().message + outcome.error().detail));
    return seconds;
}

double psqlOnce(const TemporaryDatabase &database, const QString &path)
{
    QProcess psql;
    psql.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QElapsedTimer clock;
    clock.start();
    psql.start(u"psql"_s, {u"-X"_s, u"-q"_s, u"-h"_s, TemporaryServer::shared().directory(), u"-U"_s,
                           u"daybook"_s, u"-d"_s, database.name(), u"-c"_s,
                           u"\\copy (%1 order by transaction_id) to '%2' csv header"_s.arg(Query, path)});
    if (!psql.waitForFinished(-1) || psql.exitCode() != 0)
        qFatal("psql failed");
    return static_cast<double>(clock.elapsed()) / 1000;
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"CSV export against psql's \\copy of the same query, in turns."_s);
    parser.addHelpOption();
    parser.addOptions({{u"rows"_s, u"How many rows."_s, u"n"_s, u"1000000"_s},
                       {u"rounds"_s, u"How many turns each."_s, u"n"_s, u"5"_s},
                       {u"without-totals"_s, u"No control totals by type."_s}});
    parser.process(application);
    const TemporaryDatabase database;
    fill(database, parser.value(u"rows"_s).toLongLong());
    const QTemporaryDir folder(u"/var/tmp/daybook-bench-XXXXXX"_s);
    const QString ours = folder.filePath(u"ours.csv"_s);
    const QString theirs = folder.filePath(u"psql.csv"_s);
    psqlOnce(database, theirs); // warms the cache for both
    QList<double> exports;
    QList<double> copies;
    QList<double> ratios;
    Stalls stalls;
    const double psqlBefore = processorSeconds(RUSAGE_CHILDREN);
    const double before = processorSeconds(RUSAGE_SELF);
    const int rounds = parser.value(u"rounds"_s).toInt();
    for (int round = 0; round < rounds; ++round) {
        exports << exportOnce(database, ours, !parser.isSet(u"without-totals"_s), stalls);
        copies << psqlOnce(database, theirs);
        ratios << exports.back() / copies.back();
        std::printf("round %d: export %.2f s, psql %.2f s, ratio %.2f\n", round + 1, exports.back(),
                    copies.back(), ratios.back());
        std::fflush(stdout);
    }
    std::printf("processor time of the client, a round: export %.2f s, psql %.2f s\n",
                (processorSeconds(RUSAGE_SELF) - before) / rounds,
                (processorSeconds(RUSAGE_CHILDREN) - psqlBefore) / rounds);
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    std::printf("rows %s, file %.0f MB\nmedian: export %.2f s, psql %.2f s, ratio %.2f\npeak resident memory "
                "%.1f MB\n"
                "longest stall of the event loop %lld ms by the clock, %.1f ms of its own work\n",
                qPrintable(parser.value(u"rows"_s)), static_cast<double>(QFile(ours).size()) / 1e6,
                median(exports), median(copies), median(ratios), static_cast<double>(usage.ru_maxrss) / 1024,
                static_cast<long long>(stalls.clock), static_cast<double>(stalls.busy) / 1000);
    return 0;
}
