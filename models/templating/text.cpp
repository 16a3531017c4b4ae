#include "models/templating/operations.h"

#include <algorithm>

namespace daybook::templating::text {

bool isWide(QStringView text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.isSurrogate(); });
}

qsizetype length(QStringView text)
{
    return text.size() - std::count_if(text.begin(), text.end(), [](QChar c) { return c.isLowSurrogate(); });
}

List characters(QStringView text)
{
    List result;
    result.reserve(static_cast<size_t>(text.size()));
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool pair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        result.emplace_back(text.sliced(i, pair ? 2 : 1));
        i += pair ? 1 : 0;
    }
    return result;
}

int compare(QStringView a, QStringView b)
{
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (x == a.end() || y == b.end())
        return x == a.end() ? (y == b.end() ? 0 : -1) : 1;
    // Surrogates stand for characters beyond all others, though their code units do not come last.
    if (x->isSurrogate() != y->isSurrogate())
        return x->isSurrogate() ? 1 : -1;
    return *x < *y ? -1 : 1;
}

} // namespace daybook::templating::text
