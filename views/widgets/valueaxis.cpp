#include "views/widgets/valueaxis.h"

#include "models/core/format.h"

#include <cmath>

namespace daybook::views {

double roundStep(double extent, int steps)
{
    if (!(extent > 0) || steps < 1)
        return 1;
    const double rough = extent / steps;
    const double power = std::pow(10, std::floor(std::log10(rough)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (rough <= factor * power)
            return factor * power;
    }
    return 10 * power;
}

ValueAxis::ValueAxis(QObject *parent) : QCategoryAxis(parent)
{
    setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    setExtent(0, 1);
}

void ValueAxis::setExtent(double low, double high)
{
    const double bottom = std::min(0.0, low);
    const double top = std::max({0.0, high, bottom + 1e-9});
    const double step = roundStep(top - bottom, 5);
    const auto first = static_cast<int>(std::floor(bottom / step));
    const auto last = static_cast<int>(std::ceil(top / step));
    for (const QString &label : categoriesLabels())
        remove(label);
    setStartValue(first * step);
    for (int tick = first; tick <= last; ++tick)
        append(formatCompact(tick * step), tick * step);
    setRange(first * step, last * step);
}

} // namespace daybook::views
