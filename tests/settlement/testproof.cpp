#include "models/settlement/proof.h"
#include "tests/settlement/fixture.h"

#include <catch2/catch.hpp>

using namespace daybook;
using namespace daybook::settlement;
using daybook::test::kindsOf;

namespace {

Proof proven()
{
    Proof proof;
    proof.state = ProofState::Proven;
    return proof;
}

const QDate monday(2026, 11, 16);

} // namespace

TEST_CASE("a day is over when the data reaches its end in the report's zone, to the second")
{
    Proof proof = proven();
    const DayCoverage coverage{monday, monday, {monday}, BusinessCalendar()};
    const QDateTime end(QDate(2026, 11, 16), QTime(15, 0), Qt::UTC); // midnight in Seoul
    judgeDays(proof, coverage, end);
    CHECK(proof.state == ProofState::Proven);
    CHECK(proof.reasons.isEmpty());
    CHECK(lastCompleteDay(BusinessCalendar(), end) == monday);
    CHECK(lastCompleteDay(BusinessCalendar(), end.addSecs(-1)) == monday.addDays(-1));

    judgeDays(proof, coverage, end.addSecs(-1));
    CHECK(proof.state == ProofState::NotProven);
    CHECK(kindsOf(proof) == QList<ReasonKind>{ReasonKind::DayNotOver});
    CHECK(proof.reasons[0].days == QList<QDate>{monday});
}

TEST_CASE("a day without rows is not green, and neither is one nobody can vouch for")
{
    Proof proof = proven();
    judgeDays(proof, {monday, monday.addDays(1), {monday}, BusinessCalendar()}, std::nullopt);
    CHECK(proof.state == ProofState::NotProven);
    CHECK(kindsOf(proof) == QList<ReasonKind>{ReasonKind::CoverageUnknown, ReasonKind::DayWithoutRows});
    CHECK_FALSE(lastCompleteDay(BusinessCalendar(), std::nullopt).isValid());
}

TEST_CASE("remarks take nothing from a proof and stand last; what could not be read makes it unavailable")
{
    Proof proof = proven();
    proof.add({.kind = ReasonKind::WarnedChecks});
    CHECK(proof.state == ProofState::Proven);
    proof.add({.kind = ReasonKind::NotReadable});
    CHECK(proof.state == ProofState::Unavailable);
    proof.add({.kind = ReasonKind::UndatedRows});
    CHECK(proof.state == ProofState::Unavailable);
    CHECK(kindsOf(proof) ==
          QList<ReasonKind>{ReasonKind::NotReadable, ReasonKind::UndatedRows, ReasonKind::WarnedChecks});
}
