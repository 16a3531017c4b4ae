#include "models/project/criterion.h"

#include "models/project/nodemethods.h"
#include "models/project/problems.h"

#include <QRegularExpression>

namespace daybook::project {

namespace {

QString standardMethod(const QString &value)
{
    static const QRegularExpression file(QStringLiteral("\\.(sql|csv|py|ya?ml)$"),
                                         QRegularExpression::CaseInsensitiveOption);
    if (value.contains(QLatin1Char('/')))
        return QStringLiteral("path");
    return file.match(value).hasMatch() ? QStringLiteral("file") : QStringLiteral("fqn");
}

std::optional<int> generations(const QRegularExpressionMatch &match, const QString &group,
                               const QString &depth)
{
    if (match.captured(group).isEmpty())
        return {};
    bool isNumber = false;
    const int number = match.captured(depth).toInt(&isNumber);
    return isNumber ? number : Criterion::everything; // no graph is deeper than an int
}

Error unknownMethod(const QString &word, const QString &method)
{
    const QStringList names = selectionMethods();
    return {.kind = ErrorKind::Usage,
            .message = QStringLiteral("'%1': there is no selection method '%2'%3; the methods are %4")
                           .arg(word, method, didYouMean(method, names).remove(QLatin1Char('?')),
                                names.join(QStringLiteral(", ")))};
}

/// A word may hold several, as a shell passes a quoted list.
QStringList singleWords(const QStringList &given)
{
    static const QRegularExpression blank(QStringLiteral("\\s+"));
    QStringList words;
    for (const QString &text : given)
        words += text.split(blank, Qt::SkipEmptyParts);
    return words;
}

Result<SelectionSpec> parseIntersection(const QString &word)
{
    SelectionSpec all{.kind = SelectionSpec::Kind::Intersection, .indirect = {}, .word = word};
    for (const QString &part : word.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        auto criterion = parseCriterion(part);
        if (!criterion)
            return failure(criterion.error());
        all.parts.push_back(specOf(std::move(*criterion)));
    }
    if (all.parts.empty())
        return failure(ErrorKind::Usage,
                       QStringLiteral("'%1' names nothing to select: a comma stands between two criteria, "
                                      "as in tag:nightly,path:models/ledgers")
                           .arg(word));
    return all;
}

} // namespace

QString toString(IndirectSelection indirect)
{
    switch (indirect) {
    case IndirectSelection::Cautious:
        return QStringLiteral("cautious");
    case IndirectSelection::Buildable:
        return QStringLiteral("buildable");
    case IndirectSelection::Empty:
        return QStringLiteral("empty");
    case IndirectSelection::Eager:
        break;
    }
    return QStringLiteral("eager");
}

std::optional<IndirectSelection> indirectSelectionOf(QStringView name)
{
    return name == u"eager"       ? std::optional(IndirectSelection::Eager)
           : name == u"cautious"  ? std::optional(IndirectSelection::Cautious)
           : name == u"buildable" ? std::optional(IndirectSelection::Buildable)
           : name == u"empty"     ? std::optional(IndirectSelection::Empty)
                                  : std::nullopt;
}

Result<Criterion> parseCriterion(const QString &word)
{
    static const QRegularExpression form(QStringLiteral("^(?<at>@)?(?<up>(?<upDepth>\\d*)\\+)?"
                                                        "(?:(?<method>[\\w.]+):)?(?<value>.*?)"
                                                        "(?<down>\\+(?<downDepth>\\d*))?$"),
                                         QRegularExpression::DotMatchesEverythingOption);
    const auto match = form.match(word);
    const QString value = match.captured(QStringLiteral("value"));
    QStringList method = match.captured(QStringLiteral("method")).split(QLatin1Char('.'));
    if (method.front().isEmpty())
        method = {standardMethod(value)};
    Criterion criterion{.word = word,
                        .method = method.takeFirst(),
                        .arguments = method,
                        .value = value,
                        .parents = generations(match, QStringLiteral("up"), QStringLiteral("upDepth")),
                        .children = generations(match, QStringLiteral("down"), QStringLiteral("downDepth")),
                        .withParentsOfChildren = !match.captured(QStringLiteral("at")).isEmpty()};
    if (const auto fits = checkCriterion(criterion); !fits)
        return failure(fits.error());
    return criterion;
}

Result<void> checkCriterion(const Criterion &criterion)
{
    const QString &word = criterion.word;
    if (criterion.value.isEmpty())
        return failure(ErrorKind::Usage,
                       QStringLiteral("'%1' names nothing to select: write a model's name, or "
                                      "method:value")
                           .arg(word));
    if (criterion.withParentsOfChildren && criterion.children)
        return failure(ErrorKind::Usage,
                       QStringLiteral("'%1': @ takes all below already, leave out the plus after "
                                      "the name")
                           .arg(word));
    const bool isConfig = criterion.method == u"config";
    if (isConfig && criterion.arguments.isEmpty())
        return failure(
            ErrorKind::Usage,
            QStringLiteral("'%1': say which setting is meant, as in config.materialized:table").arg(word));
    if (!selectionMethods().contains(isConfig ? QStringLiteral("config.<key>") : criterion.method))
        return failure(unknownMethod(word, criterion.method));
    return {};
}

SelectionSpec specOf(Criterion criterion)
{
    return {.kind = SelectionSpec::Kind::Criterion, .criterion = std::move(criterion)};
}

Result<SelectionSpec> parseWords(const QStringList &words)
{
    SelectionSpec any{.indirect = {}};
    for (const QString &word : singleWords(words)) {
        auto all = parseIntersection(word);
        if (!all)
            return all;
        any.parts.push_back(std::move(*all));
    }
    return any;
}

} // namespace daybook::project
