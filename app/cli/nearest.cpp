#include "app/cli/nearest.h"

#include <algorithm>
#include <vector>

namespace daybook::cli {
namespace {

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
qsizetype distance(const QString &a, const QString &b)
{
    const auto columns = static_cast<std::size_t>(b.size()) + 1;
    std::vector<std::vector<qsizetype>> steps(static_cast<std::size_t>(a.size()) + 1,
                                              std::vector<qsizetype>(columns));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            if (i == 0 || j == 0) {
                steps[i][j] = static_cast<qsizetype>(i + j);
                continue;
            }
            const auto at = [](const QString &text, std::size_t index) {
                return text[static_cast<qsizetype>(index)];
            };
            const bool same = at(a, i - 1) == at(b, j - 1);
            steps[i][j] =
                std::min({steps[i - 1][j] + 1, steps[i][j - 1] + 1, steps[i - 1][j - 1] + (same ? 0 : 1)});
            if (i > 1 && j > 1 && at(a, i - 1) == at(b, j - 2) && at(a, i - 2) == at(b, j - 1))
                steps[i][j] = std::min(steps[i][j], steps[i - 2][j - 2] + 1);
        }
    }
    return steps.back().back();
}

} // namespace

QString nearest(const QString &word, const QStringList &candidates)
{
    QString best;
    qsizetype fewest = std::max<qsizetype>(1, word.size() / 3) + 1;
    for (const QString &candidate : candidates) {
        const bool begun = word.size() >= 3 && candidate.startsWith(word);
        const qsizetype steps = begun ? 1 : distance(word, candidate);
        if (steps < fewest) {
            fewest = steps;
            best = candidate;
        }
    }
    return best;
}

QString didYouMean(const QString &word, const QStringList &candidates, const QString &prefix)
{
    const QString meant = nearest(word, candidates);
    return meant.isEmpty() ? QString() : QStringLiteral(" Did you mean %1%2?").arg(prefix, meant);
}

} // namespace daybook::cli
