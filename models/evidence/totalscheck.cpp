#include "models/evidence/totalscheck.h"

#include <QStringList>

namespace daybook::evidence {
namespace {

using namespace Qt::StringLiterals;

QString differences(const ControlTotals &server, const ControlTotals &file)
{
    QStringList lines{
        u"altogether: server %1; file %2"_s.arg(describe(server.overall), describe(file.overall))};
    for (const auto &type : typesOf(server, file)) {
        const Totals left = totalsOf(server, type);
        const Totals right = totalsOf(file, type);
        if (!(left == right))
            lines << u"%1: server %2; file %3"_s.arg(describe(type), describe(left), describe(right));
    }
    return lines.join(u'\n');
}

} // namespace

Result<ControlTotals> asWritten(const ControlTotals &totals, Profile profile, bool typeIsText)
{
    if (profile != Profile::Spreadsheet || !typeIsText)
        return totals;
    ControlTotals written{.byType = {}, .overall = totals.overall};
    for (const auto &[type, one] : totals.byType) {
        Totals &into = written.byType[type ? std::optional(guardedAgainstFormulas(*type)) : type];
        const auto both = combined(into, one);
        if (!both)
            return failure(both.error());
        into = *both;
    }
    return written;
}

Result<void> checkAgreement(const ControlTotals &server, const ControlTotals &file)
{
    if (server == file)
        return {};
    return failure(ErrorKind::Data,
                   u"The control totals of the server and of the file do not agree, so nothing was exported. "
                   "Check that the query gives the same rows each time it is read."_s,
                   differences(server, file));
}

std::set<std::optional<QByteArray>> typesOf(const ControlTotals &left, const ControlTotals &right)
{
    std::set<std::optional<QByteArray>> types;
    for (const ControlTotals *totals : {&left, &right}) {
        for (const auto &[type, one] : totals->byType)
            types.insert(type);
    }
    return types;
}

Totals totalsOf(const ControlTotals &totals, const std::optional<QByteArray> &type)
{
    const auto found = totals.byType.find(type);
    return found == totals.byType.end() ? Totals() : found->second;
}

QString describe(const std::optional<QByteArray> &type)
{
    return type ? QString::fromUtf8(*type) : u"NULL"_s;
}

} // namespace daybook::evidence
