#pragma once

#include <QCategoryAxis>

namespace daybook::views {

/// An axis of amounts that starts at zero (or below, where data does) and is labelled at round figures,
/// shortened in the language's own units: 50M, 5000만. `low` and `high` are the data's extent.
class ValueAxis : public QCategoryAxis
{
    Q_OBJECT
public:
    explicit ValueAxis(QObject *parent = nullptr);

    void setExtent(double low, double high);
};

/// 1, 2 or 5 times a power of ten, so that about `steps` of them span `extent`.
double roundStep(double extent, int steps);

/// "1.2M", "1.2억": a position on an axis, where the exact figure is a tooltip away; never money to be added
/// up.
QString axisLabel(double value);

} // namespace daybook::views
