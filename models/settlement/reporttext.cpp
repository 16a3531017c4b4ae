#include "models/settlement/reporttext.h"

#include "models/core/format.h"
#include "models/settlement/displaywidth.h"
#include "models/settlement/figuretext.h"
#include "models/settlement/prooftext.h"

#include <QCoreApplication>

namespace daybook::settlement {
namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(daybook::settlement)
};

QStringList heads(const Report &report)
{
    const QString currency = report.currency();
    return {Words::tr("Type"),
            Words::tr("Count"),
            currency.isEmpty() ? Words::tr("Total") : Words::tr("Total (%1)").arg(currency),
            Words::tr("Share"),
            Words::tr("vs. %1").arg(previousName(report.period)),
            Words::tr("vs. %1").arg(sameWeekdayName(report.period))};
}

QStringList row(const Report &report, const Line &line)
{
    const Figure figure = report.figure(line, report.period);
    return {lineLabel(report, line),
            figureText(figure.count),
            figureText(figure.total),
            ratioText(report.share(line), false),
            ratioText(report.change(line, report.previous()), true),
            ratioText(report.change(line, report.sameWeekdays()), true)};
}

QStringList totalRow(const Report &report)
{
    const Figure total = report.total(report.period);
    return {Words::tr("Total"),
            figureText(total.count),
            figureText(total.total),
            QString(),
            ratioText(report.totalChange(report.previous()), true),
            ratioText(report.totalChange(report.sameWeekdays()), true)};
}

QString aligned(const QList<QStringList> &rows)
{
    QList<int> widths(rows.first().size(), 0);
    for (const QStringList &cells : rows)
        for (qsizetype column = 0; column < cells.size(); ++column)
            widths[column] = std::max(widths[column], displayWidth(cells[column]));
    int whole = static_cast<int>(2 * (widths.size() - 1));
    for (const int width : widths)
        whole += width;
    const QString rule = QString(whole, QChar(0x2500)) + QLatin1Char('\n');
    QString text;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        QStringList cells;
        for (qsizetype column = 0; column < rows[i].size(); ++column)
            cells << padded(rows[i][column], widths[column], column > 0);
        if (i == 1 || i == rows.size() - 1)
            text += rule;
        text += cells.join(QStringLiteral("  ")) + QLatin1Char('\n');
    }
    return text;
}

QString heading(const Report &report)
{
    const ReportDefinition &definition = report.definition;
    const Period &period = report.period;
    const QString days = period.days() == 1
                             ? formatDate(period.from)
                             : formatDate(period.from) + QStringLiteral(" – ") + formatDate(period.to);
    const QString name = spoken(definition.label,
                                definition.name.isEmpty() ? definition.relation.toString() : definition.name);
    return QStringLiteral("%1, %2 (%3)\n").arg(name, days, definition.calendar.zoneName());
}

QString footing(const Report &report)
{
    const Proof &proof = report.proof;
    const QTimeZone zone(report.definition.calendar.zoneName().toUtf8());
    QStringList facts{headline(proof)};
    if (proof.run)
        facts << QStringLiteral("%1, %2").arg(runName(*proof.run), formatInstant(proof.publishedAt, zone));
    if (proof.run)
        facts << Words::tr("%n check(s) passed", nullptr, static_cast<int>(proof.checksPassed));
    if (proof.dataThrough)
        facts << Words::tr("data through %1").arg(formatInstant(*proof.dataThrough, zone));
    QString text = facts.join(QStringLiteral(" · ")) + QLatin1Char('\n');
    for (const Reason &reason : proof.reasons)
        text += QStringLiteral("  - ") + sentence(reason, report.definition.calendar) + QLatin1Char('\n');
    return text;
}

} // namespace

QString reportAsText(const Report &report)
{
    QList<QStringList> rows{heads(report)};
    for (const Line &line : report.lines())
        rows << row(report, line);
    rows << totalRow(report);
    return heading(report) + footing(report) + QLatin1Char('\n') + aligned(rows);
}

} // namespace daybook::settlement
