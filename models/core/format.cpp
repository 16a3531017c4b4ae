#include "models/core/format.h"

#include <QCoreApplication>
#include <QLocale>

namespace daybook {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(daybook::format)
};

bool isKorean()
{
    return QLocale().language() == QLocale::Korean;
}

} // namespace

QString formatCount(qint64 count)
{
    return Decimal(count).toGroupedString();
}

QString formatPercent(const Decimal &ratio, int digits, bool signedForm)
{
    const auto rounded = ratio.ratioTo(Decimal(1), digits + 2);
    if (!rounded)
        return {};
    QString text = rounded->toString();
    const bool negative = text.startsWith(QLatin1Char('-'));
    const qsizetype point = text.indexOf(QLatin1Char('.'));
    text.remove(point, 1).insert(point + 2, QLatin1Char('.'));
    text.remove(0, negative ? 1 : 0);
    while (text.size() > 1 && text.startsWith(QLatin1Char('0')) && text.at(1) != QLatin1Char('.'))
        text.remove(0, 1);
    if (text.endsWith(QLatin1Char('.')))
        text.chop(1);
    const bool zero = rounded->isZero();
    const QString sign = negative && !zero     ? QStringLiteral("-")
                         : signedForm && !zero ? QStringLiteral("+")
                                               : QString();
    return sign + text + QLatin1Char('%');
}

QString formatDate(QDate date)
{
    return isKorean() ? QLocale(QLocale::Korean).toString(date, QStringLiteral("yyyy'년' M'월' d'일' (ddd)"))
                      : QLocale(QLocale::English).toString(date, QStringLiteral("ddd d MMM yyyy"));
}

QString formatInstant(const QDateTime &instant, const QTimeZone &zone)
{
    return instant.toTimeZone(zone).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss"));
}

QString formatDuration(qint64 milliseconds)
{
    const qint64 seconds = milliseconds / 1000;
    const auto twoDigits = [](qint64 value) {
        return QStringLiteral("%1").arg(value, 2, 10, QLatin1Char('0'));
    };
    if (milliseconds < 1000)
        return Words::tr("%1 ms").arg(milliseconds);
    if (seconds < 60)
        return Words::tr("%1 s").arg(QStringLiteral("%1.%2").arg(seconds).arg(milliseconds % 1000 / 100));
    if (seconds < 3600)
        return Words::tr("%1 min %2 s").arg(QString::number(seconds / 60), twoDigits(seconds % 60));
    return Words::tr("%1 h %2 min").arg(QString::number(seconds / 3600), twoDigits(seconds / 60 % 60));
}

QString formatAgo(const QDateTime &instant, const QDateTime &now)
{
    const qint64 minutes = instant.secsTo(now) / 60;
    if (minutes < 1)
        return Words::tr("just now");
    if (minutes < 60)
        return Words::tr("%n minute(s) ago", nullptr, static_cast<int>(minutes));
    if (minutes < 48 * 60)
        return Words::tr("%n hour(s) ago", nullptr, static_cast<int>(minutes / 60));
    return Words::tr("%n day(s) ago", nullptr, static_cast<int>(minutes / (24 * 60)));
}

QString formatCommit(const QString &commit, bool dirty)
{
    const QString name = commit.left(9);
    return dirty && !name.isEmpty() ? Words::tr("%1, with changes").arg(name) : name;
}

} // namespace daybook
