#include "models/build/sourcedrift.h"

#include "models/core/json.h"
#include "models/warehouse/statement.h"

#include <QCoro/QCoroFuture>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QSet>

namespace daybook::build {
namespace {

using project::Node;
using project::ResourceType;
using warehouse::Connection;
using warehouse::Parameter;
using warehouse::quoteIdentifier;
using warehouse::quoteLiteral;
using warehouse::ResultSet;

/// A column with more values than this holds no types or states.
constexpr qsizetype MostValues = 200;

enum class Policy { Stop, Tell, Ignore };

/// A source of the run, as it was and as it is.
struct Watched
{
    const Node *source = nullptr;
    QStringList readers = {};
    Policy policy = Policy::Stop;
    QString readUntil = {}; ///< by the last published run, as the server writes times; empty: there is none
    SourceShape before = {};
    SourceShape now = {};
    bool isThere = false;
};

struct Review
{
    project::Project project;
    std::map<QString, Watched> sources;
    SourceReview outcome = {};

    void tell(const Watched &source, const QString &sentence, bool matters)
    {
        const bool stops = matters && source.policy == Policy::Stop;
        (stops ? outcome.drifts : outcome.notes) << sentence;
    }
};

Result<Policy> policyOf(const Node &source)
{
    const QString word = source.meta.find(u"daybook").find(u"source_drift").stringOr(QStringLiteral("error"));
    if (word == u"error")
        return Policy::Stop;
    if (word == u"warn")
        return Policy::Tell;
    if (word == u"ignore")
        return Policy::Ignore;
    return failure(
        {.kind = ErrorKind::Project,
         .message = QStringLiteral("meta: daybook: source_drift: of the source '%1' must be error, "
                                   "warn or ignore, not '%2'")
                        .arg(source.name, word),
         .where = source.declared});
}

Result<std::map<QString, Watched>> watchedSources(const project::Project &project, const Plan &plan)
{
    std::map<QString, Watched> watched;
    const QMap<QString, QStringList> read = sourcesRead(project, plan);
    for (auto source = read.cbegin(); source != read.cend(); ++source) {
        const Node *node = project.find(source.key());
        const Result<Policy> policy = policyOf(*node);
        if (!policy)
            return failure(policy.error());
        if (*policy != Policy::Ignore)
            watched[source.key()] = Watched{.source = node, .readers = source.value(), .policy = *policy};
    }
    return watched;
}

QString asJson(const std::map<QString, Watched> &sources)
{
    QJsonArray wanted;
    for (const auto &[id, source] : sources)
        wanted << QJsonObject{{QStringLiteral("unique_id"), id},
                              {QStringLiteral("schema"), source.source->relation.schema},
                              {QStringLiteral("name"), source.source->relation.name}};
    return compactJson(wanted);
}

/// What the answer to source_shapes.sql says of each: in a row of JSON, or in a row for each of its columns.
void readShapes(const ResultSet &rows, std::map<QString, Watched> &sources)
{
    const bool isComposed = rows.columnIndex(QStringLiteral("types")) >= 0;
    for (int row = 0; row < rows.rowCount(); ++row) {
        Watched &source = sources[rows.text(row, 0)];
        source.isThere = !rows.isNull(row, 1);
        if (!isComposed) {
            source.now.types.insert(rows.text(row, 1), rows.text(row, 2));
            continue;
        }
        const QJsonObject shape{
            {QStringLiteral("types"), QJsonDocument::fromJson(rows.text(row, 1).toUtf8()).object()},
            {QStringLiteral("labels"), QJsonDocument::fromJson(rows.text(row, 2).toUtf8()).object()}};
        source.now =
            SourceShape::fromJson(QString::fromUtf8(QJsonDocument(shape).toJson())).value_or(SourceShape());
    }
}

void readKnown(const ResultSet &rows, std::map<QString, Watched> &sources)
{
    for (int row = 0; row < rows.rowCount(); ++row) {
        const auto source = sources.find(rows.text(row, 0));
        const auto shape = SourceShape::fromJson(rows.text(row, 1));
        if (source == sources.end() || !shape)
            continue;
        source->second.before = *shape;
        source->second.readUntil = rows.text(row, 2);
    }
}

/// The source's column that a description means: as written, or as SQL takes it without quotes.
QString nameIn(const SourceShape &shape, const project::Column &column)
{
    return shape.types.contains(column.name) ? column.name : warehouse::columnNamed(column.name);
}

QStringList declaredValues(const project::Project &project, const Node &source, const QString &column)
{
    for (const Node &node : project.nodes()) {
        if (!node.test || node.test->attachedNode != source.uniqueId || node.test->column != column ||
            node.test->generic != u"accepted_values")
            continue;
        QStringList values;
        for (const templating::Value &value : node.test->arguments.find(u"values").items())
            values << value.toString();
        return values;
    }
    return {};
}

/// The columns whose values are watched and that are there, with what is known to be in them.
QMap<QString, QStringList> watchedColumns(const project::Project &project, const Watched &source)
{
    QMap<QString, QStringList> columns;
    for (const project::Column &column : source.source->columns) {
        const QString name = nameIn(source.now, column);
        const bool isWatched = column.meta.find(u"daybook").find(u"watch_values").boolOr(false);
        if (isWatched && source.now.types.contains(name))
            columns.insert(name, source.before.values.value(name) +
                                     declaredValues(project, *source.source, column.name));
    }
    return columns;
}

/// Of the rows that came since the last published run where that can be told, else of all.
QString valuesStatement(const Watched &source, const QStringList &columns, const QString &watermark,
                        const warehouse::Dialect &dialect)
{
    const QString loadedAt = source.source->source->loadedAtField;
    QStringList conditions;
    if (!loadedAt.isEmpty() && !source.readUntil.isEmpty())
        conditions << QStringLiteral("(%1) > %2").arg(loadedAt, quoteLiteral(source.readUntil));
    if (!loadedAt.isEmpty())
        conditions << QStringLiteral("(%1) <= %2").arg(loadedAt, quoteLiteral(watermark));
    const QString rows =
        conditions.isEmpty() ? QStringLiteral("true") : conditions.join(QStringLiteral(" and "));
    QStringList parts;
    for (const QString &column : columns)
        parts << dialect.shipped(u"system/build/watched_values")
                     .arg(quoteLiteral(column), quoteIdentifier(column), source.source->relation.toSql(),
                          rows, QString::number(MostValues + 1));
    return parts.join(QStringLiteral("\nunion all\n"));
}

QString tooManyValues(const Watched &source, const QString &column)
{
    return QStringLiteral(
               "%1: the column %2 has more than %3 values, and is not watched: watch_values is for types "
               "and states.")
        .arg(source.source->relation.toString(), column, QString::number(MostValues));
}

/// What stands in watched columns now; of a column seen for the first time nothing is new.
void noteValues(const ResultSet &rows, const QMap<QString, QStringList> &known, Watched &source,
                Review &review)
{
    QMap<QString, QStringList> found;
    for (int row = 0; row < rows.rowCount(); ++row)
        found[rows.text(row, 0)] << rows.text(row, 1);
    for (auto column = known.cbegin(); column != known.cend(); ++column) {
        QStringList all = column.value() + found.value(column.key());
        all.removeDuplicates();
        const bool isList = all.size() <= MostValues;
        source.now.values[column.key()] =
            all.mid(0, MostValues + 1); // so that the next run sees that it is none
        if (!isList)
            review.outcome.notes << tooManyValues(source, column.key());
        if (isList && !column.value().isEmpty())
            source.before.values[column.key()] = column.value();
        else
            source.before.values.remove(column.key());
    }
}

bool isRead(const Review &review, const Watched &source, const QString &column)
{
    return std::any_of(source.readers.begin(), source.readers.end(),
                       [&](const QString &reader) { return mayRead(*review.project.find(reader), column); });
}

/// No published run has read it: all that is known of it is what the project describes.
void compareDescribed(const Watched &source, Review &review)
{
    for (const project::Column &column : source.source->columns) {
        if (!source.now.types.contains(nameIn(source.now, column)))
            review.tell(source,
                        QStringLiteral("%1: the column %2, which the project describes, is not there.")
                            .arg(source.source->relation.toString(), column.name),
                        true);
    }
}

void compare(const Watched &source, Review &review)
{
    const QString name = source.source->relation.toString();
    if (!source.isThere) {
        const QString reader = source.readers.isEmpty() ? QStringLiteral("the project declares it")
                                                        : review.project.find(source.readers.first())->name +
                                                              QStringLiteral(" reads it");
        review.tell(source, QStringLiteral("%1 is not there; %2.").arg(name, reader), true);
        return;
    }
    if (source.before.types.isEmpty())
        compareDescribed(source, review);
    for (const Drift &drift : driftBetween(source.before, source.now)) {
        const bool matters = isRead(review, source, drift.column);
        const QString harmless = matters ? QString() : QStringLiteral("; nothing that is built names it");
        review.tell(source, QStringLiteral("%1: %2%3.").arg(name, drift.toString(), harmless), matters);
    }
}

QString shapesAsJson(const std::map<QString, Watched> &sources)
{
    QJsonArray shapes;
    for (const auto &[id, source] : sources) {
        if (source.isThere)
            shapes << QJsonObject{{QStringLiteral("unique_id"), id},
                                  {QStringLiteral("shape"), source.now.toJson()}};
    }
    return compactJson(shapes);
}

QCoro::Task<Result<ResultSet>> ask(Connection::Pointer connection, QString file, QList<Parameter> parameters,
                                   std::stop_token stop)
{
    const QFuture<Result<ResultSet>> asking = warehouse::askShipped(connection, file, parameters, stop);
    co_return co_await asking;
}

QCoro::Task<Result<void>> lookAtValues(Connection::Pointer connection, std::shared_ptr<Review> review,
                                       QString watermark, std::stop_token stop)
{
    for (auto &[id, source] : review->sources) {
        const QMap<QString, QStringList> known = watchedColumns(review->project, source);
        if (known.isEmpty())
            continue;
        const QString statement = valuesStatement(source, known.keys(), watermark, connection->dialect());
        const QFuture<Result<ResultSet>> looking = connection->execute(statement, {}, stop);
        const Result<ResultSet> values = co_await looking;
        if (!values)
            co_return failure(values.error());
        noteValues(*values, known, source, *review);
    }
    co_return Result<void>();
}

} // namespace

QMap<QString, QStringList> sourcesRead(const project::Project &project, const Plan &plan)
{
    QMap<QString, QStringList> read;
    for (const PlannedNode &step : plan.steps()) {
        if (step.node.type == ResourceType::Source)
            read[step.node.uniqueId]; // measured, whoever reads it
        QSet<QString> seen;
        std::vector<const Node *> open{&step.node};
        while (!open.empty()) {
            const Node *reader = open.back();
            open.pop_back();
            for (const QString &id : reader->dependsOn) {
                const Node *parent = project.find(id);
                if (parent == nullptr || seen.contains(id))
                    continue;
                seen.insert(id);
                if (parent->type == ResourceType::Source && !read[id].contains(reader->uniqueId))
                    read[id] << reader->uniqueId;
                else if (parent->type == ResourceType::Model && parent->materialization() == u"ephemeral")
                    open.push_back(parent);
            }
        }
    }
    return read;
}

bool mayRead(const Node &reader, const QString &column)
{
    static const QRegularExpression everything(
        QStringLiteral("\\bselect\\s+(distinct\\s+)?\\*|\\.\\s*\\*|,\\s*\\*|get_columns_in_relation"),
        QRegularExpression::CaseInsensitiveOption);
    const bool callsMacros =
        std::any_of(reader.macros.begin(), reader.macros.end(),
                    [](const QString &macro) { return !macro.startsWith(u"macro.dbt."); });
    QString text = reader.rawSql;
    if (reader.test)
        text += QLatin1Char(' ') + reader.test->column + QLatin1Char(' ') + reader.test->arguments.repr() +
                QLatin1Char(' ') + reader.test->where;
    const QRegularExpression word(QStringLiteral("(?<!\\w)%1(?!\\w)").arg(QRegularExpression::escape(column)),
                                  QRegularExpression::CaseInsensitiveOption |
                                      QRegularExpression::UseUnicodePropertiesOption);
    const bool isOwnText = reader.type != ResourceType::Test || reader.test->generic.isEmpty();
    return text.contains(word) || (isOwnText && (callsMacros || text.contains(everything)));
}

QCoro::Task<Result<SourceReview>> reviewSources(Connection::Pointer connection, project::Project project,
                                                std::shared_ptr<const Plan> plan, qint64 runId,
                                                QString watermark, std::stop_token stop)
{
    Result<std::map<QString, Watched>> sources = watchedSources(project, *plan);
    if (!sources)
        co_return failure(sources.error());
    if (sources->empty())
        co_return SourceReview();
    const auto review = std::make_shared<Review>(Review{project, std::move(*sources)});
    const QList<Parameter> wanted{asJson(review->sources)};
    const Result<ResultSet> shapes =
        co_await ask(connection, QStringLiteral("system/build/source_shapes"), wanted, stop);
    if (!shapes)
        co_return failure(shapes.error());
    readShapes(*shapes, review->sources);
    const QList<Parameter> key{project.name(), project.options().targetSchema};
    const Result<ResultSet> known =
        co_await ask(connection, QStringLiteral("system/build/known_sources"), key, stop);
    if (!known)
        co_return failure(known.error());
    readKnown(*known, review->sources);
    const Result<void> looked = co_await lookAtValues(connection, review, watermark, stop);
    if (!looked)
        co_return failure(looked.error());
    for (auto &[id, source] : review->sources)
        compare(source, *review);
    const QList<Parameter> found{QString::number(runId), shapesAsJson(review->sources)};
    const Result<ResultSet> kept =
        co_await ask(connection, QStringLiteral("system/build/insert_source_shapes"), found, stop);
    if (!kept)
        co_return failure(kept.error());
    co_return review->outcome;
}

} // namespace daybook::build
