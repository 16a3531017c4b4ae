#include "views/widgets/valueaxis.h"

#include <QLocale>

#include <array>
#include <cmath>

namespace daybook::views {
namespace {

struct Unit
{
    double size;
    QString suffix;
};

QString shortened(double value, const Unit &unit)
{
    const double scaled = value / unit.size;
    QString text = QString::number(scaled, 'f', std::abs(scaled) < 100 ? 1 : 0);
    if (text.endsWith(QStringLiteral(".0")))
        text.chop(2);
    return text + unit.suffix;
}

} // namespace

QString axisLabel(double value)
{
    static const std::array<Unit, 3> western = {
        {{1e9, QStringLiteral("B")}, {1e6, QStringLiteral("M")}, {1e3, QStringLiteral("K")}}};
    static const std::array<Unit, 3> korean = {
        {{1e12, QStringLiteral("조")}, {1e8, QStringLiteral("억")}, {1e4, QStringLiteral("만")}}};
    for (const Unit &unit : QLocale().language() == QLocale::Korean ? korean : western) {
        if (std::abs(value) >= unit.size)
            return shortened(value, unit);
    }
    return shortened(value, {1.0, {}});
}

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
        append(axisLabel(tick * step), tick * step);
    setRange(first * step, last * step);
}

} // namespace daybook::views
