#include "models/build/contract.h"

#include "models/warehouse/identifier.h"

#include <algorithm>

namespace daybook::build {
namespace {

using templating::Value;
using warehouse::quoteIdentifier;
using warehouse::ResultSet;

/// A name without quotes is what SQL makes of it.
QString asSql(const project::Column &column)
{
    return quoteIdentifier(column.quote ? column.name : column.name.toLower());
}

/// Types that are one to a contract, as they are to dbt: the table's definition makes them equal.
QString family(const QString &type)
{
    static const QHash<QString, QString> families{
        {QStringLiteral("character varying"), QStringLiteral("text")},
        {QStringLiteral("character"), QStringLiteral("text")},
        {QStringLiteral("name"), QStringLiteral("text")},
        {QStringLiteral("smallint"), QStringLiteral("integer")},
        {QStringLiteral("real"), QStringLiteral("double precision")}};
    return families.value(type, type);
}

struct Mismatch
{
    QString column, defined, promised, reason;
};

QString asTable(const QList<Mismatch> &mismatches)
{
    const Mismatch head{QStringLiteral("column_name"), QStringLiteral("definition_type"),
                        QStringLiteral("contract_type"), QStringLiteral("mismatch_reason")};
    const QList<QString Mismatch::*> fields{&Mismatch::column, &Mismatch::defined, &Mismatch::promised,
                                            &Mismatch::reason};
    QStringList lines{{}, {}};
    for (qsizetype i = 0; i < mismatches.size(); ++i)
        lines << QString();
    for (const auto field : fields) {
        qsizetype width = (head.*field).size();
        for (const Mismatch &each : mismatches)
            width = std::max(width, (each.*field).size());
        lines[0] += QStringLiteral("| %1 ").arg((head.*field).leftJustified(width));
        lines[1] += QStringLiteral("| %1 ").arg(QString(width, QLatin1Char('-')));
        for (qsizetype i = 0; i < mismatches.size(); ++i)
            lines[i + 2] += QStringLiteral("| %1 ").arg((mismatches[i].*field).leftJustified(width));
    }
    return lines.join(QStringLiteral("|\n")) + QLatin1Char('|');
}

} // namespace

Error Contract::wrong(const QString &what) const
{
    return {.kind = ErrorKind::Project,
            .message = QStringLiteral("%1: its contract: %2").arg(m_model.name, what),
            .where = m_model.declared.value_or(Location{m_model.path, 0, 0})};
}

Result<std::optional<Contract>> Contract::read(const project::Node &model)
{
    if (!model.config.find(u"contract").find(u"enforced").boolOr(false))
        return std::optional<Contract>();
    Contract contract;
    contract.m_model = model;
    for (const project::Column &column : model.columns) {
        if (column.dataType.isEmpty())
            return failure(contract.wrong(
                QStringLiteral("the column %1 has no data_type: give it one.").arg(column.name)));
        contract.m_columns.push_back({asSql(column), column.dataType, column.constraints.items()});
    }
    if (contract.m_columns.empty())
        return failure(
            contract.wrong(QStringLiteral("no columns are described: name each with its data_type.")));
    return std::optional<Contract>(contract);
}

QString Contract::promised() const
{
    QStringList columns;
    for (const Promise &column : m_columns)
        columns << QStringLiteral("cast(null as %1) as %2").arg(column.type, column.name);
    return QStringLiteral("select %1 limit 0").arg(columns.join(QStringLiteral(", ")));
}

QString Contract::defined(const QString &compiled)
{
    return QStringLiteral("select * from (\n%1\n) as model_subq limit 0").arg(compiled);
}

QStringList Contract::types(const ResultSet &promised, const ResultSet &defined)
{
    QStringList oids;
    for (const ResultSet *rows : {&promised, &defined}) {
        for (int i = 0; i < rows->columnCount(); ++i)
            oids << QString::number(rows->columnType(i));
    }
    oids.removeDuplicates();
    return oids;
}

Result<void> Contract::compare(const ResultSet &promised, const ResultSet &defined,
                               const QHash<QString, QString> &typeNames) const
{
    const auto typeOf = [&typeNames](const ResultSet &rows, int column) {
        return typeNames.value(QString::number(rows.columnType(column)));
    };
    QList<Mismatch> mismatches;
    for (int i = 0; i < defined.columnCount(); ++i) {
        const QString name = defined.columnName(i);
        const int same = promised.columnIndex(name);
        const QString type = typeOf(defined, i);
        if (same < 0)
            mismatches.append({name, type, {}, QStringLiteral("missing in contract")});
        else if (family(type) != family(typeOf(promised, same)))
            mismatches.append({name, type, typeOf(promised, same), QStringLiteral("data type mismatch")});
    }
    for (int i = 0; i < promised.columnCount(); ++i) {
        if (defined.columnIndex(promised.columnName(i)) < 0)
            mismatches.append(
                {promised.columnName(i), {}, typeOf(promised, i), QStringLiteral("missing in definition")});
    }
    if (mismatches.isEmpty())
        return {};
    std::sort(mismatches.begin(), mismatches.end(),
              [](const Mismatch &a, const Mismatch &b) { return a.column < b.column; });
    return failure(
        wrong(QStringLiteral("its columns are not those promised. Ensure the name, data_type, and number "
                             "of columns in the contract match those of the model.\n\n%1")
                  .arg(asTable(mismatches))));
}

QString Contract::columnList(const Value &names) const
{
    QStringList list;
    for (const Value &name : names.items()) {
        const QString text = name.toString();
        const auto column = std::find_if(m_model.columns.begin(), m_model.columns.end(),
                                         [&](const project::Column &each) { return each.name == text; });
        list << (column == m_model.columns.end() ? quoteIdentifier(text.toLower()) : asSql(*column));
    }
    return QStringLiteral("(%1)").arg(list.join(QStringLiteral(", ")));
}

Result<QString> Contract::constraint(const Value &written, bool ofColumn, const RelationOf &to) const
{
    const QString type = written.find(u"type").stringOr({});
    const QString expression = written.find(u"expression").stringOr({});
    const QString columns = ofColumn ? QString() : QLatin1Char(' ') + columnList(written.find(u"columns"));
    const QString rest = expression.isEmpty() ? QString() : QLatin1Char(' ') + expression;
    QString name = written.find(u"name").stringOr({});
    if (!name.isEmpty())
        name = QStringLiteral("constraint %1 ").arg(quoteIdentifier(name));
    if (type == u"check" && !expression.isEmpty())
        return name + QStringLiteral("check (%1)").arg(expression);
    if (type == u"not_null" && ofColumn)
        return name + QStringLiteral("not null") + rest;
    if ((type == u"unique" || type == u"primary_key") && columns != u" ()")
        return name + (type == u"unique" ? QStringLiteral("unique") : QStringLiteral("primary key")) + rest +
               columns;
    if (type == u"custom" && !expression.isEmpty())
        return name + expression;
    const QString target = written.find(u"to").stringOr({});
    if (type != u"foreign_key" || columns == u" ()" || (target.isEmpty() && expression.isEmpty()))
        return failure(wrong(
            QStringLiteral("the constraint %1 cannot be made: write a type (not_null, unique, primary_key, "
                           "foreign_key, check or custom) with what it needs.")
                .arg(written.repr())));
    QString references = expression;
    if (!target.isEmpty()) {
        const Result<QString> relation = to(target);
        if (!relation)
            return relation;
        QStringList keys;
        for (const Value &key : written.find(u"to_columns").items())
            keys << quoteIdentifier(key.toString());
        references = keys.isEmpty()
                         ? *relation
                         : QStringLiteral("%1 (%2)").arg(*relation, keys.join(QStringLiteral(", ")));
    }
    return name + (ofColumn ? QString() : QStringLiteral("foreign key%1 ").arg(columns)) +
           QStringLiteral("references ") + references;
}

Result<QString> Contract::creation(const QString &table, const RelationOf &relationOf) const
{
    QStringList parts;
    for (const Promise &column : m_columns) {
        QString part = column.name + QLatin1Char(' ') + column.type;
        for (const Value &written : column.constraints) {
            const Result<QString> text = constraint(written, true, relationOf);
            if (!text)
                return text;
            part += QLatin1Char(' ') + *text;
        }
        parts << part;
    }
    for (const Value &written : m_model.constraints.items()) {
        const Result<QString> text = constraint(written, false, relationOf);
        if (!text)
            return text;
        parts << *text;
    }
    return QStringLiteral("create table %1 (\n%2\n)").arg(table, parts.join(QStringLiteral(",\n")));
}

QString Contract::insertion(const QString &table, const QString &compiled) const
{
    QStringList names;
    for (const Promise &column : m_columns)
        names << column.name;
    const QString list = names.join(QStringLiteral(", "));
    // The query begins on the second line, as everywhere.
    return QStringLiteral("insert into %1 (%2) select %2 from (\n%3\n) as model_subq")
        .arg(table, list, compiled);
}

} // namespace daybook::build
