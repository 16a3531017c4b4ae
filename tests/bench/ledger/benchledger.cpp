#include "models/settlement/ledgeritemmodel.h"
#include "tests/support/await.h"
#include "tests/support/postgres.h"
#include "views/widgets/datatable.h"
#include "views/widgets/theme.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QRandomGenerator>
#include <QScrollBar>
#include <QTableView>

#include <cstdio>

using namespace daybook;
using namespace daybook::test;
using settlement::LedgerItemModel;

namespace {

/// The longest time between two turns of the event loop.
class StallWatch
{
public:
    StallWatch()
    {
        m_last.start();
        QObject::connect(&m_timer, &QTimer::timeout,
                         [this] { m_longest = std::max(m_longest, m_last.restart()); });
        m_timer.start(1);
    }
    qint64 take() { return std::exchange(m_longest, 0); }

private:
    QTimer m_timer;
    QElapsedTimer m_last;
    qint64 m_longest = 0;
};

qint64 residentMegabytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').value(1).toLongLong() * 4 / 1024;
}

settlement::LedgerQuery query()
{
    settlement::LedgerQuery asked;
    asked.ledger.relation = {QStringLiteral("public"), QStringLiteral("ledger")};
    asked.ledger.key = QStringLiteral("id");
    asked.ledger.amount = QStringLiteral("amount");
    asked.ledger.date = QStringLiteral("day");
    asked.period = {QDate(2026, 11, 1), QDate(2026, 11, 30)};
    return asked;
}

bool rowIsThere(const LedgerItemModel &model, int row)
{
    return eventually([&] { return !model.index(row, 0).data(LedgerItemModel::LoadingRole).toBool(); },
                      60'000);
}

void measureJumps(LedgerItemModel &model, QTableView *view, const char *what, int jumps)
{
    StallWatch stalls;
    QList<qint64> taken;
    for (int jump = 0; jump < jumps; ++jump) {
        const int row = QRandomGenerator::global()->bounded(model.rowCount());
        QElapsedTimer timer;
        timer.start();
        view->scrollTo(model.index(row, 0), QAbstractItemView::PositionAtTop);
        rowIsThere(model, row);
        taken << timer.elapsed();
    }
    std::sort(taken.begin(), taken.end());
    std::printf("%-28s median %lld ms, worst %lld ms; longest stall %lld ms\n", what, taken[taken.size() / 2],
                taken.last(), stalls.take());
}

void waitFor(const char *what, const LedgerItemModel &model, void (LedgerItemModel::*signal)())
{
    StallWatch stalls;
    QElapsedTimer timer;
    timer.start();
    bool there = false;
    const auto connection = QObject::connect(&model, signal, [&there] { there = true; });
    eventually([&] { return there; }, 300'000);
    QObject::disconnect(connection);
    const qint64 elapsed = timer.elapsed();
    eventually([] { return false; }, 200);
    std::printf("%-28s %lld ms; longest stall %lld ms; %lld MB resident\n", what, elapsed, stalls.take(),
                residentMegabytes());
}

} // namespace

/// Opens a ledger of ten million rows in the real table, jumps about in it, drags through it, sorts it.
int main(int argc, char *argv[])
{
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    views::applyScheme(application, views::Scheme::Light);
    const QString rows = argc > 1 ? QString::fromLatin1(argv[1]) : QStringLiteral("10000000");
    const TemporaryDatabase database;
    const auto writer = database.connect();
    await(writer->execute(QStringLiteral("set synchronous_commit = off")));
    std::printf("filling %s rows\n", qPrintable(rows));
    bool filled = false;
    writer
        ->execute(QStringLiteral(
                      "create table ledger as select n as id, date '2026-11-01' + (n * 30 / (%1 + 1))::int "
                      "as day, (n * 7919 %% 1000003)::bigint as amount, 'KRW' as currency, n %% 100003 as "
                      "customer from generate_series(1::bigint, %1) n; create index on ledger (day, id)")
                      .replace(QStringLiteral("%%"), QStringLiteral("%"))
                      .arg(rows))
        .then(&application, [&filled](const Result<warehouse::ResultSet> &done) {
            filled = true;
            if (!done)
                std::printf("%s\n", qPrintable(done.error().message));
        });
    eventually([&] { return filled; }, 600'000);
    await(writer->execute(QStringLiteral("vacuum analyze ledger")));

    warehouse::Pool pool(database.spec(), 4);
    LedgerItemModel model(pool);
    views::DataTable table;
    table.setModel(&model, views::DataTable::Ordering::Source);
    table.resize(1200, 800);
    table.show();
    std::printf("%lld MB resident before\n", residentMegabytes());
    model.open(query());
    waitFor("first rows", model, &LedgerItemModel::loaded);
    {
        StallWatch stalls;
        eventually([&] { return model.rowCount() == model.count()->rows; });
        std::printf("%-28s longest stall %lld ms; %lld MB resident\n", "all rows told to the table",
                    stalls.take(), residentMegabytes());
    }
    {
        StallWatch stalls;
        QElapsedTimer timer;
        timer.start();
        rowIsThere(model, model.rowCount() / 2);
        std::printf("%-28s %lld ms; longest stall %lld ms\n", "the middle, for the first time",
                    timer.elapsed(), stalls.take());
    }
    measureJumps(model, table.view(), "a jump to anywhere", 200);
    {
        StallWatch stalls;
        QScrollBar *bar = table.view()->verticalScrollBar();
        for (int step = 0; step < 500; ++step) {
            bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * step / 500));
            QCoreApplication::processEvents();
        }
        std::printf("%-28s longest stall %lld ms; %lld MB resident\n", "dragged from top to bottom",
                    stalls.take(), residentMegabytes());
    }
    model.sort(2, Qt::DescendingOrder);
    waitFor("sorted by amount", model, &LedgerItemModel::loaded);
    measureJumps(model, table.view(), "a jump in the sorted rows", 5);
    return 0;
}
