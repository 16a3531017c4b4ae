#include "models/settlement/prooftext.h"
#include "models/settlement/reporttext.h"

#include <nlohmann/json.hpp>

namespace daybook::settlement {
namespace {

/// Keeps the members in the order they are written in.
using Json = nlohmann::ordered_json;

std::string utf8(const QString &text)
{
    return text.toStdString();
}

Json orNull(const std::optional<Decimal> &figure)
{
    return figure ? Json(utf8(figure->toString())) : Json(nullptr);
}

Json orNull(const std::optional<QDateTime> &instant)
{
    return instant && instant->isValid() ? Json(utf8(instant->toUTC().toString(Qt::ISODateWithMs)))
                                         : Json(nullptr);
}

std::string iso(QDate day)
{
    return utf8(day.toString(Qt::ISODate));
}

Json periodJson(const Report &report)
{
    return {{"from", iso(report.period.from)},
            {"to", iso(report.period.to)},
            {"time_zone", utf8(report.definition.calendar.zoneName())},
            {"cut_off", utf8(report.definition.calendar.cutOff().toString(QStringLiteral("HH:mm")))}};
}

Json checkJson(const CheckOutcome &check)
{
    Json rows = Json::array();
    for (const QString &row : check.rows)
        rows.push_back(Json::parse(utf8(row), nullptr, false));
    return {{"name", utf8(check.name)},
            {"state", utf8(check.state)},
            {"severity", utf8(check.severity)},
            {"failures", check.failures ? Json(*check.failures) : Json(nullptr)},
            {"rows", rows}};
}

Json proofJson(const Report &report)
{
    static const std::map<ProofState, const char *> states{{ProofState::Proven, "proven"},
                                                           {ProofState::NotProven, "not_proven"},
                                                           {ProofState::Unavailable, "unavailable"}};
    const Proof &proof = report.proof;
    const QString commit = proof.run ? proof.run->gitCommit : QString();
    Json reasons = Json::array();
    for (const Reason &reason : proof.reasons) {
        Json checks = Json::array();
        for (const CheckOutcome &check : reason.checks)
            checks.push_back(checkJson(check));
        reasons.push_back({{"text", utf8(sentence(reason, report.definition.calendar))},
                           {"against", !reason.isRemark()},
                           {"checks", checks}});
    }
    return {{"state", states.at(proof.state)},
            {"run", proof.run ? Json(proof.run->id) : Json(nullptr)},
            {"published_at", orNull(std::optional(proof.publishedAt))},
            {"model_version", utf8(proof.modelVersion)},
            {"git_commit", commit.isEmpty() ? Json(nullptr) : Json(utf8(commit))},
            {"git_dirty", commit.isEmpty() ? Json(nullptr) : Json(proof.run->gitDirty)},
            {"data_through", orNull(proof.dataThrough)},
            {"checks_passed", proof.checksPassed},
            {"reasons", reasons}};
}

Json figureJson(const Figure &figure)
{
    return {{"count", orNull(figure.count)}, {"total", orNull(figure.total)}};
}

Json lineJson(const Report &report, const Line &line)
{
    Json json{{"type", utf8(line.type)},
              {"label", utf8(report.definition.typeLabel(line.type))},
              {"currency", utf8(line.currency)}};
    json.update(figureJson(report.figure(line, report.period)));
    json["share"] = orNull(report.share(line).value);
    json["change_previous"] = orNull(report.change(line, report.previous()).value);
    json["change_same_weekday"] = orNull(report.change(line, report.sameWeekdays()).value);
    return json;
}

Json daysJson(const Report &report)
{
    Json days = Json::array();
    for (QDate day = report.period.from; day <= report.period.to; day = day.addDays(1)) {
        Json figures = Json::array();
        for (const Line &line : report.lines()) {
            Json figure{{"type", utf8(line.type)}, {"currency", utf8(line.currency)}};
            figure.update(figureJson(report.cell(day, line)));
            figures.push_back(figure);
        }
        days.push_back({{"date", iso(day)}, {"figures", figures}});
    }
    return days;
}

} // namespace

QByteArray reportAsJson(const Report &report)
{
    Json types = Json::array();
    for (const Line &line : report.lines())
        types.push_back(lineJson(report, line));
    Json total = figureJson(report.total(report.period));
    total["change_previous"] = orNull(report.totalChange(report.previous()).value);
    total["change_same_weekday"] = orNull(report.totalChange(report.sameWeekdays()).value);
    const Json json{{"report", utf8(report.definition.name)},
                    {"relation", utf8(report.definition.relation.toString())},
                    {"period", periodJson(report)},
                    {"read_at", orNull(std::optional(report.readAt))},
                    {"proof", proofJson(report)},
                    {"types", types},
                    {"total", total},
                    {"days", daysJson(report)}};
    return QByteArray::fromStdString(json.dump(2)) + '\n';
}

} // namespace daybook::settlement
