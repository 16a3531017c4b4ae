#pragma once

#include <QString>

namespace daybook::warehouse {

/// `거래"ID` becomes "거래""ID": always quoted, so that any script and any case survive.
QString quoteIdentifier(const QString &name);

/// The name that SQL means when it is written so: without its quotes, or folded to lower case.
QString columnNamed(QString written);

/// A string literal that is safe whatever standard_conforming_strings says.
QString quoteLiteral(const QString &value);

/// A relation's place. An empty schema leaves it to the search path.
struct RelationName
{
    QString schema;
    QString name;

    /// "schema"."name"
    QString toSql() const;
    /// schema.name, for people.
    QString toString() const;
    bool operator==(const RelationName &) const = default;
    bool operator<(const RelationName &other) const;
};

} // namespace daybook::warehouse
