#pragma once

#include "models/core/result.h"
#include "models/project/project.h"

#include <optional>

namespace daybook::project {

/// A text for people, in the languages the application speaks.
struct Label
{
    QString en;
    QString ko;

    /// In `language` ("ko", "ko_KR", "en"...), else in the other one, else `fallback`.
    QString in(const QString &language, const QString &fallback) const;
    bool operator==(const Label &) const = default;
};

enum class Direction { Unknown, In, Out, Internal };
QString toString(Direction direction);

/// A transaction type, in the order of display.
struct TypeMeta
{
    QString name;
    Label label;
    Direction direction = Direction::Unknown;
};

/// Where a ledger's row came from: source(name, table), found by `key`.
struct OriginMeta
{
    QString name;
    QString table;
    QString key;
};

/// What a model means to Daybook: its `meta: daybook:`, read and checked. Column names are as written; empty
/// where the project does not say.
struct DaybookMeta
{
    enum class Role { None, DailyReport, Ledger };

    Role role = Role::None;
    Label label;
    QString date;
    QString type;
    QString amount;
    QString count;
    QString key;
    QString occurredAt;
    QString dataThrough;
    QString currency = QStringLiteral("KRW"); ///< an ISO code; empty when currencyColumn says it
    QString currencyColumn;
    QByteArray timeZone = "Asia/Seoul";
    QTime cutOff = QTime(0, 0); ///< day D begins at D + this
    std::vector<TypeMeta> types;
    std::optional<OriginMeta> origin;
};

/// Reads a node's `meta: daybook:`; all defaults when it has none. Errors: Project, at the node's
/// description, naming the key.
Result<DaybookMeta> readDaybookMeta(const Node &node);

/// `meta: daybook: label:` of a column, or of a test.
Label labelOf(const templating::Value &meta);

/// The model that is the daily report: the one with the role, else the one called daily_report. Error:
/// Project, when there is none or more than one.
Result<const Node *> findDailyReport(const Project &project);

/// The models with the role of a ledger, in the order of nodes().
std::vector<const Node *> findLedgers(const Project &project);

} // namespace daybook::project
