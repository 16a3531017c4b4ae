#include "models/settlement/reportservice.h"

#include "models/settlement/catalog.h"
#include "models/settlement/proofreader.h"
#include "models/settlement/sqltemplate.h"
#include "models/warehouse/shippedsql.h"

#include <QCoro/QCoroFuture>
#include <QPointer>

#include <algorithm>

namespace daybook::settlement {
namespace {

using warehouse::Connection;
using warehouse::Parameter;
using warehouse::quoteIdentifier;
using warehouse::RelationName;
using warehouse::ResultSet;
using warehouse::shippedSql;

/// How often a read starts over because a publish came in between.
constexpr int Attempts = 5;
constexpr int LongestPeriod = 366 * 3;

/// What a session meets when a publish swaps the tables under it: deadlock, not to be serialised, lock not
/// to be had, a table or column gone since the catalog was looked at.
bool isWorthAnotherTry(const Error &error)
{
    static const QStringList states{QStringLiteral("40P01"), QStringLiteral("40001"), QStringLiteral("55P03"),
                                    QStringLiteral("42P01"), QStringLiteral("42703")};
    return states.contains(error.sqlState);
}

Error swapped(const ReportDefinition &definition)
{
    return {.kind = ErrorKind::Conflict,
            .message = QStringLiteral("%1 was replaced while it was being read. Load it again.")
                           .arg(definition.relation.toString()),
            .sqlState = QStringLiteral("40001")};
}

QList<RelationName> relationsOf(const ReportDefinition &definition)
{
    QList<RelationName> all{definition.relation};
    for (const LedgerDefinition &ledger : definition.ledgers)
        if (!all.contains(ledger.relation))
            all << ledger.relation;
    return all;
}

/// The definition completed by the columns there are.
Result<ReportDefinition> definitionFor(const ReportDefinition &definition,
                                       const QList<CatalogRelation> &catalog)
{
    for (const CatalogRelation &relation : catalog) {
        if (relation.name != definition.relation)
            continue;
        if (!relation.readable)
            return failure(
                ErrorKind::Permission,
                QStringLiteral("This role may not read the daily report %1. Ask its owner to grant "
                               "select on it.")
                    .arg(definition.relation.toString()));
        return completed(definition, relation.columns);
    }
    return failure(ErrorKind::Project,
                   QStringLiteral("There is no daily report %1 on this server yet. Run a build to make it.")
                       .arg(definition.relation.toString()));
}

/// All locks in one order, by their names in SQL, which is the order a publish takes them in.
QString beginSql(const ReportDefinition &definition, const QList<CatalogRelation> &catalog)
{
    QStringList names;
    for (const CatalogRelation &relation : catalog)
        if (relation.lockable && relation.readable)
            names << relation.name.toSql();
    names.sort();
    SqlValues values;
    values.insert(QStringLiteral("relations"), names.join(QStringLiteral(", ")));
    values.insert(QStringLiteral("zone"), warehouse::quoteLiteral(definition.calendar.zoneName()));
    return fillSql(names.isEmpty() ? shippedSql(u"system/report/begin_unlocked")
                                   : shippedSql(u"system/report/begin"),
                   values);
}

SqlValues columnsOf(const ReportDefinition &definition)
{
    SqlValues values;
    values.insert(QStringLiteral("relation"), definition.relation.toSql());
    values.insert(QStringLiteral("date"), quoteIdentifier(definition.date));
    values.insert(QStringLiteral("type"), quoteIdentifier(definition.type));
    values.insert(QStringLiteral("count"), quoteIdentifier(definition.count));
    values.insert(QStringLiteral("amount"), quoteIdentifier(definition.amount));
    values.insert(QStringLiteral("data_through"), quoteIdentifier(definition.dataThrough));
    values.insert(QStringLiteral("currency"),
                  (definition.currencyColumn.isEmpty() ? warehouse::quoteLiteral(definition.currency)
                                                       : quoteIdentifier(definition.currencyColumn)) +
                      QStringLiteral("::text"));
    return values;
}

/// Declared types in their order, whether or not they have rows; then others found, by name.
QList<Line> orderedLines(const ReportDefinition &definition, const QList<Line> &found)
{
    QList<Line> lines;
    for (const TypeDefinition &type : definition.types) {
        const qsizetype before = lines.size();
        std::copy_if(found.begin(), found.end(), std::back_inserter(lines),
                     [&type](const Line &line) { return line.type == type.name; });
        if (lines.size() == before)
            lines << Line{type.name, found.isEmpty() ? definition.currency : found.first().currency};
    }
    std::copy_if(found.begin(), found.end(), std::back_inserter(lines),
                 [&lines](const Line &line) { return !lines.contains(line); });
    return lines;
}

std::optional<Decimal> known(const ResultSet &rows, int row, int column)
{
    return rows.integer(row, column + 1).value_or(1) > 0 ? std::nullopt : rows.decimal(row, column);
}

void takeFigures(Report &report, const ResultSet &rows)
{
    QList<Line> found;
    Reason missing{.kind = ReasonKind::MissingFigures};
    for (int row = 0; row < rows.rowCount(); ++row) {
        const Line line{rows.text(row, 1), rows.text(row, 2)};
        const QDate day = rows.date(row, 0).value_or(QDate());
        const Figure figure{known(rows, row, 3), known(rows, row, 5), true};
        if (!found.contains(line))
            found << line;
        if (report.period.contains(day) && (!figure.count || !figure.total)) {
            if (!missing.days.contains(day))
                missing.days << day;
            ++missing.count;
        }
        report.setCell(day, line, figure);
    }
    std::sort(found.begin(), found.end(), [](const Line &a, const Line &b) {
        return std::tie(a.type, a.currency) < std::tie(b.type, b.currency);
    });
    report.setLines(orderedLines(report.definition, found));
    if (missing.count > 0)
        report.proof.add(std::move(missing));
}

void takeDays(Report &report, const ResultSet &days)
{
    report.firstDay = days.date(0, 0).value_or(QDate());
    report.lastDay = days.date(0, 1).value_or(QDate());
    report.readAt = days.instant(0, 3).value_or(QDateTime());
    if (const qint64 undated = days.integer(0, 2).value_or(0); undated > 0)
        report.proof.add({.kind = ReasonKind::UndatedRows, .count = undated});
}

/// The period asked for, or the last complete business day.
Period periodFor(const Report &report, QDate from, QDate to)
{
    if (from.isValid() && to.isValid())
        return {from, to};
    const BusinessCalendar &calendar = report.definition.calendar;
    QDate day = lastCompleteDay(calendar, report.proof.dataThrough);
    if (!day.isValid())
        day = calendar.dateOf(report.readAt).addDays(-1);
    return {day, day};
}

/// The report's own word for how far its data reaches, where the run has none.
QCoro::Task<Result<Report>> readDataThrough(Connection::Pointer connection, Report report,
                                            std::stop_token stop)
{
    if (report.proof.dataThrough || report.definition.dataThrough.isEmpty() || !report.lastDay.isValid())
        co_return report;
    const QString sql = fillSql(shippedSql(u"system/report/data_through"), columnsOf(report.definition));
    const QList<Parameter> parameters{report.lastDay.addDays(-7).toString(Qt::ISODate)};
    const auto through = co_await connection->execute(sql, parameters, stop);
    if (!through)
        co_return failure(through.error());
    report.proof.dataThrough = through->instant(0, 0);
    co_return report;
}

/// Everything between BEGIN and COMMIT.
QCoro::Task<Result<Report>> readReport(Connection::Pointer connection, Report report, QDate from, QDate to,
                                       std::stop_token stop)
{
    const SqlValues columns = columnsOf(report.definition);
    const QString daysSql = fillSql(shippedSql(u"system/report/days"), columns);
    const auto days = co_await connection->execute(daysSql, {}, stop);
    if (!days)
        co_return failure(days.error());
    const Result<Proof> proof = co_await readProof(connection, report.definition, stop);
    if (!proof)
        co_return failure(proof.error());
    report.proof = *proof;
    takeDays(report, *days);
    const Result<Report> covered = co_await readDataThrough(connection, report, stop);
    if (!covered)
        co_return failure(covered.error());
    report = *covered;
    report.period = periodFor(report, from, to);
    const QDate first = std::min({report.previous().from, report.sameWeekdays().from, report.trend().from});
    const QList<Parameter> dates{first.toString(Qt::ISODate), report.period.to.toString(Qt::ISODate)};
    const QString figuresSql = fillSql(shippedSql(u"system/report/figures"), columns);
    const auto figures = co_await connection->execute(figuresSql, dates, stop);
    if (!figures)
        co_return failure(figures.error());
    takeFigures(report, *figures);
    const DayCoverage coverage{report.period.from, report.period.to, report.daysWithRows(),
                               report.definition.calendar};
    judgeDays(report.proof, coverage, report.proof.dataThrough);
    co_return report;
}

/// What cannot be locked by name may have been swapped all the same: then the snapshot does not know it.
QCoro::Task<Result<void>> checkUnswapped(Connection::Pointer connection, ReportDefinition definition,
                                         std::stop_token stop)
{
    const QList<RelationName> relation{definition.relation};
    const QList<Parameter> parameters{relationsAsJson(relation)};
    const auto same = co_await connection->execute(shippedSql(u"system/report/unswapped"), parameters, stop);
    if (!same)
        co_return failure(same.error());
    if (!same->boolean(0, 0).value_or(false))
        co_return failure(swapped(definition));
    co_return Result<void>();
}

QCoro::Task<Result<Report>> readOnce(Connection::Pointer connection, ReportDefinition definition, QDate from,
                                     QDate to, std::stop_token stop)
{
    const QList<RelationName> relations = relationsOf(definition);
    const Result<QList<CatalogRelation>> catalog = co_await readCatalog(connection, relations, stop);
    if (!catalog)
        co_return failure(catalog.error());
    const Result<ReportDefinition> whole = definitionFor(definition, *catalog);
    if (!whole)
        co_return failure(whole.error());
    Report report;
    report.definition = *whole;
    const auto begun = co_await connection->execute(beginSql(*whole, *catalog), {}, stop);
    Result<Report> outcome = failure(begun ? Error() : begun.error());
    if (begun)
        outcome = co_await readReport(connection, report, from, to, stop);
    if (outcome) {
        const Result<void> same = co_await checkUnswapped(connection, *whole, stop);
        if (!same)
            outcome = failure(same.error());
    }
    // Nothing was written, so either end is as good; ROLLBACK also ends what has failed.
    if (connection->isInTransaction())
        co_await connection->execute(QStringLiteral("rollback"));
    co_return outcome;
}

QCoro::Task<Result<Report>> loadReport(QPointer<warehouse::Pool> pool, ReportDefinition definition,
                                       QDate from, QDate to, std::stop_token stop)
{
    const auto lease = co_await pool->acquire(stop);
    if (!lease)
        co_return failure(lease.error());
    const Connection::Pointer connection = (*lease)->connection();
    Result<Report> report = failure(swapped(definition));
    for (int attempt = 0; attempt < Attempts; ++attempt) {
        report = co_await readOnce(connection, definition, from, to, stop);
        if (report || !isWorthAnotherTry(report.error()))
            break;
    }
    co_return report;
}

QCoro::Task<Result<Report>> refused(Error error)
{
    co_return failure(error);
}

} // namespace

QCoro::Task<Result<Report>> ReportService::load(ReportDefinition definition, QDate from, QDate to,
                                                std::stop_token stop)
{
    if (from.isValid() != to.isValid() || from > to || (from.isValid() && from.daysTo(to) >= LongestPeriod))
        return refused({.kind = ErrorKind::Usage,
                        .message = QStringLiteral("A period runs from a day to the same or a later day, at "
                                                  "most three years.")});
    return loadReport(m_pool, std::move(definition), from, to, std::move(stop));
}

} // namespace daybook::settlement
