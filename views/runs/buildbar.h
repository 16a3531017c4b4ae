#pragma once

#include <QStringList>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace daybook::views {

/// Starts a build, and cancels the one that runs.
class BuildBar : public QWidget
{
    Q_OBJECT
public:
    enum class State {
        Unavailable, ///< no project, or a read-only connection
        Ready,
        Running,
        Cancelling
    };

    explicit BuildBar(QWidget *parent = nullptr);

    /// `words` says why it is unavailable, or how far the run is.
    void setState(State state, const QString &words = {});
    State state() const { return m_state; }
    void setThreads(int threads);

Q_SIGNALS:
    /// `select` in dbt's words; empty: everything.
    void buildRequested(const QStringList &select, int threads);
    void cancelRequested();

private:
    void press();

    State m_state = State::Unavailable;
    QLabel *m_words;
    QLineEdit *m_select;
    QSpinBox *m_threads;
    QPushButton *m_button;
};

} // namespace daybook::views
