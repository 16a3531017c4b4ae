#include "views/settlement/verdict.h"

#include "models/core/format.h"
#include "models/settlement/prooftext.h"
#include "views/widgets/banner.h"

#include <QCoreApplication>

namespace daybook::views {
namespace {

using settlement::Proof;
using settlement::Reason;
using settlement::Report;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(daybook::views::Verdict)
};

QList<BannerFact> factsOf(const Report &report)
{
    const Proof &proof = report.proof;
    const QTimeZone zone(report.definition.calendar.zoneName().toUtf8());
    QList<BannerFact> facts;
    if (proof.run) {
        facts << BannerFact{Words::tr("Run"), QStringLiteral("#%1").arg(proof.run->id), proof.run->program};
        facts << BannerFact{Words::tr("Published"), formatInstant(proof.publishedAt, zone)};
        const QString version = proof.modelVersion.left(8);
        facts << BannerFact{Words::tr("Model"), version.isEmpty() ? QStringLiteral("–") : version,
                            proof.modelVersion};
        const QString &commit = proof.run->gitCommit;
        if (!commit.isEmpty())
            facts << BannerFact{Words::tr("Project version"), formatCommit(commit, proof.run->gitDirty),
                                commit};
        facts << BannerFact{Words::tr("Checks passed"), formatCount(proof.checksPassed)};
    }
    facts << BannerFact{Words::tr("Data through"),
                        proof.dataThrough ? formatInstant(*proof.dataThrough, zone) : Words::tr("unknown")};
    return facts;
}

QList<BannerDetail> detailsOf(const Report &report)
{
    QList<BannerDetail> details;
    for (qsizetype i = 0; i < report.proof.reasons.size(); ++i) {
        const Reason &reason = report.proof.reasons[i];
        details << BannerDetail{settlement::severityOf(reason),
                                settlement::sentence(reason, report.definition.calendar),
                                reason.checks.isEmpty() ? QString() : QString::number(i)};
    }
    return details;
}

} // namespace

void showVerdict(Banner &banner, const Report &report)
{
    const QList<BannerDetail> details = detailsOf(report);
    const bool alone = details.size() == 1 && details.first().id.isEmpty();
    banner.setVerdict(settlement::severityOf(report.proof), settlement::headline(report.proof),
                      settlement::explanation(report), factsOf(report),
                      alone ? QList<BannerDetail>() : details);
}

void showUnknownVerdict(Banner &banner, const Error &error)
{
    banner.setVerdict(Severity::Warning, settlement::headline(Proof()), error.message);
}

} // namespace daybook::views
