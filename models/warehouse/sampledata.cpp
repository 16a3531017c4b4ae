#include "models/warehouse/sampledata.h"

#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QDir>

namespace daybook::warehouse {
namespace {

/// The sample's files in their order; those that plant defects only when some are wanted.
QStringList sampleFiles(bool withDefects)
{
    QStringList files =
        QDir(QStringLiteral(":/sql/sample")).entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name);
    if (!withDefects)
        files.removeIf([](const QString &name) { return name.endsWith(QStringLiteral("_defects.sql")); });
    return files;
}

} // namespace

QCoro::Task<Result<void>> loadSample(Connection::Pointer connection, SampleOptions options,
                                     std::stop_token stop, ProgressSink progress)
{
    const QList<Parameter> settings{QString::number(options.seed), QString::number(options.days),
                                    QString::number(options.rows),
                                    options.today.isValid() ? options.today.toString(Qt::ISODate) : QString(),
                                    options.defects.join(QLatin1Char(','))};
    const QFuture<Result<ResultSet>> setting =
        connection->execute(shippedSql(u"system/sample/settings"), settings);
    const Result<ResultSet> set = co_await setting;
    if (!set)
        co_return failure(set.error());
    const QStringList files = sampleFiles(!options.defects.isEmpty());
    for (qsizetype i = 0; i < files.size(); ++i) {
        const QString name = files[i].chopped(4);
        if (progress)
            progress({.done = i, .total = files.size(), .what = name.mid(4)});
        // A file is one transaction: what libpq is sent in one message is, unless it says otherwise.
        const QFuture<Result<ResultSet>> running =
            connection->execute(shippedSql(QString(QStringLiteral("sample/") + name)), {}, stop);
        const Result<ResultSet> done = co_await running;
        if (!done)
            co_return failure(done.error());
    }
    co_return Result<void>();
}

QCoro::Task<Result<std::optional<LoadedSample>>> findSample(Connection::Pointer connection)
{
    const QFuture<Result<ResultSet>> asking = connection->execute(shippedSql(u"system/sample/is_loaded"));
    const Result<ResultSet> isLoaded = co_await asking;
    if (!isLoaded)
        co_return failure(isLoaded.error());
    if (isLoaded->boolean(0, 0) != true)
        co_return std::optional<LoadedSample>();
    const QFuture<Result<ResultSet>> reading = connection->execute(shippedSql(u"system/sample/loaded"));
    const Result<ResultSet> row = co_await reading;
    if (!row)
        co_return failure(row.error());
    if (row->rowCount() != 1)
        co_return std::optional<LoadedSample>();
    LoadedSample sample;
    sample.seed = row->integer(0, 0).value_or(0);
    sample.days = static_cast<int>(row->integer(0, 1).value_or(0));
    sample.rows = row->integer(0, 2).value_or(0);
    sample.isFresh = row->boolean(0, 3) == true;
    sample.planted = row->integer(0, 4).value_or(0);
    co_return std::optional<LoadedSample>(sample);
}

} // namespace daybook::warehouse
