#pragma once

#include "models/core/error.h"
#include "models/templating/value.h"
#include "models/warehouse/identifier.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace daybook::project {

enum class ResourceType { Model, Seed, Snapshot, Test, Source, Exposure };

/// "model", "seed", ... as in unique ids.
QString toString(ResourceType type);

struct Column
{
    QString name;
    QString description;
    QStringList docBlocks = {};    ///< unique ids of those its description names
    QString dataType;              ///< as written, or empty
    bool quote = false;            ///< SQL writes the name in quotes
    templating::Value constraints; ///< a list, as written
    templating::Value meta;
    QStringList tags = {};
};

/// What makes a node a test.
struct TestInfo
{
    QString generic;      ///< "not_null", "dbt_utils.expression_is_true"; empty for a test written in SQL
    QString attachedNode; ///< unique id of the node it tests; empty for a SQL test without one
    QString column;       ///< empty when it tests the relation as a whole
    templating::Value arguments;
    QString severity = QStringLiteral("error"); ///< "error" or "warn"
    QString warnIf = QStringLiteral("!= 0");
    QString errorIf = QStringLiteral("!= 0");
    QString failCalc = QStringLiteral("count(*)");
    QString where; ///< empty: all rows
    std::optional<qint64> limit;
    bool storeFailures = false; ///< failing rows are kept in the node's relation
};

/// What makes a node a source.
struct SourceInfo
{
    QString sourceName;
    QString loadedAtField;    ///< an SQL expression; empty when the source declares none
    QString description = {}; ///< of the source, of which this is a table
    QString loader = {};
    templating::Value meta = {}; ///< of the source
};

/// What makes a model one of several versions.
struct ModelVersion
{
    templating::Value number; ///< as written: a number or a text
    templating::Value latest; ///< the one that is meant where none is named

    bool isLatest() const { return number.toString() == latest.toString(); }
    /// Versions are compared as numbers where both are some.
    static bool isBefore(const templating::Value &a, const templating::Value &b);
};

/// One thing of the project's: a model, seed, snapshot, test, source table or exposure. A value; immutable
/// once loaded.
struct Node
{
    QString uniqueId; ///< "model.package.name", "source.package.source.table", "test.package.name.<hash>"
    ResourceType type = ResourceType::Model;
    QString package;
    QString name;
    QStringList fqn;
    QString path;                     ///< relative to the project's folder, '/' between its parts
    std::optional<Location> declared; ///< in which properties file it is described, if any
    QString rawSql;           ///< the text, on the lines of its file; for a seed or a generic test, empty
    int linesAbove = 0;       ///< of a snapshot: how many empty lines that makes before its own text
    QString contentHash;      ///< of a seed's file: SHA-256 in hex; else empty
    templating::Value config; ///< merged by dbt's precedence
    templating::Value meta;
    QString description;
    QStringList docBlocks; ///< unique ids of those the description names
    QStringList tags;
    std::vector<Column> columns;
    templating::Value constraints;    ///< of the relation as a whole: a list, as written
    QStringList dependsOn;            ///< unique ids, in the order of first mention
    QStringList macros;               ///< unique ids of the macros its text calls by name
    warehouse::RelationName relation; ///< where it lives when live; empty for ephemeral models, and for tests that store no failures
    std::optional<TestInfo> test;
    std::optional<SourceInfo> source;
    std::optional<ModelVersion> version;
    QString deprecationDate;      ///< of a model; empty for none
    templating::Value unrendered; ///< the configuration before its templates were rendered
    templating::Value exposure;   ///< of an exposure: its type, owner, maturity, url and label

    /// "table", "view", "ephemeral", "incremental", ...; "seed" for seeds, "snapshot" for snapshots.
    QString materialization() const;
    /// "orders", or "orders.v2" of a model with versions.
    QString versionedName() const;
    /// "public", "protected" or "private"; "protected" unless a model says otherwise.
    QString access() const;
    /// rawSql without the lines above.
    QString ownSql() const { return rawSql.mid(linesAbove); }
    /// SHA-256 in hex over the raw text and the configuration: what the run history calls a version.
    QString versionHash() const;
};

} // namespace daybook::project
