#include "models/build/indexes.h"

#include <QCryptographicHash>

namespace daybook::build {
namespace {

using templating::Value;
using warehouse::quoteIdentifier;

Error wrong(const project::Node &model, const Value &index)
{
    return {.kind = ErrorKind::Project,
            .message =
                QStringLiteral("%1: the index %2 cannot be made: write it like {columns: [id], unique: true, "
                               "type: btree}.")
                    .arg(model.name, index.repr()),
            .where = Location{model.path, 0, 0}};
}

bool isMethod(const QString &type)
{
    static const QStringList known{QStringLiteral("btree"),  QStringLiteral("hash"), QStringLiteral("gist"),
                                   QStringLiteral("spgist"), QStringLiteral("gin"),  QStringLiteral("brin")};
    return known.contains(type);
}

} // namespace

Result<QStringList> indexStatements(const project::Node &model, const warehouse::RelationName &table,
                                    const QString &salt)
{
    QStringList statements;
    for (const Value &index : model.config.find(u"indexes").items()) {
        QStringList columns;
        for (const Value &column : index.find(u"columns").items())
            columns << quoteIdentifier(column.toString());
        const QString type = index.find(u"type").stringOr(QStringLiteral("btree"));
        if (columns.isEmpty() || !isMethod(type))
            return failure(wrong(model, index));
        const bool unique = index.find(u"unique").boolOr(false);
        const QByteArray what = salt.toUtf8() + table.toSql().toUtf8() + index.toJson();
        const QByteArray name = QCryptographicHash::hash(what, QCryptographicHash::Md5).toHex();
        statements << QStringLiteral("create %1index %2 on %3 using %4 (%5)")
                          .arg(unique ? QStringLiteral("unique ") : QString(),
                               quoteIdentifier(QString::fromLatin1(name)), table.toSql(), type,
                               columns.join(QStringLiteral(", ")));
    }
    return statements;
}

} // namespace daybook::build
