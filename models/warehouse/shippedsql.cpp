#include "models/warehouse/shippedsql.h"

#include <QFile>

namespace daybook::warehouse {

QString shippedSql(QStringView path)
{
    QFile file(QStringLiteral(":/sql/%1.sql").arg(path));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No SQL file %s ships with this program", qPrintable(file.fileName()));
    return QString::fromUtf8(file.readAll());
}

} // namespace daybook::warehouse
