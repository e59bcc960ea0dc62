// libpq, loaded when it is first needed: it brings some twenty libraries with it, which would cost
// every start of sqlmig more than all the rest together.
#pragma once

#include <libpq-fe.h>

#include <memory>

namespace sqlmig::postgres {

/// The functions of libpq that are used, by their names without `PQ`.
struct Libpq {
  decltype(&::PQconnectdbParams) connectdb_params;
  decltype(&::PQconnectStartParams) connect_start_params;
  decltype(&::PQpingParams) ping_params;
  decltype(&::PQconninfo) conninfo;
  decltype(&::PQconninfoParse) conninfo_parse;
  decltype(&::PQconninfoFree) conninfo_free;
  decltype(&::PQfinish) finish;
  decltype(&::PQfreemem) freemem;
  decltype(&::PQstatus) status;
  decltype(&::PQerrorMessage) error_message;
  decltype(&::PQconnectionNeedsPassword) connection_needs_password;
  decltype(&::PQdb) db;
  decltype(&::PQhost) host;
  decltype(&::PQport) port;
  decltype(&::PQuser) user;
  decltype(&::PQsslInUse) ssl_in_use;
  decltype(&::PQsslAttribute) ssl_attribute;
  decltype(&::PQgssEncInUse) gss_enc_in_use;
  decltype(&::PQtransactionStatus) transaction_status;
  decltype(&::PQsetNoticeReceiver) set_notice_receiver;
  decltype(&::PQbackendPID) backend_pid;
  decltype(&::PQparameterStatus) parameter_status;
  decltype(&::PQsetSingleRowMode) set_single_row_mode;
  decltype(&::PQsocket) socket;
  decltype(&::PQconsumeInput) consume_input;
  decltype(&::PQisBusy) is_busy;
  decltype(&::PQgetCancel) get_cancel;
  decltype(&::PQcancel) cancel;
  decltype(&::PQfreeCancel) free_cancel;
  decltype(&::PQsendQuery) send_query;
  decltype(&::PQexec) exec;
  decltype(&::PQexecParams) exec_params;
  decltype(&::PQgetResult) get_result;
  decltype(&::PQresultStatus) result_status;
  decltype(&::PQresultErrorField) result_error_field;
  decltype(&::PQresultErrorMessage) result_error_message;
  decltype(&::PQcmdStatus) cmd_status;
  decltype(&::PQntuples) ntuples;
  decltype(&::PQnfields) nfields;
  decltype(&::PQgetisnull) getisnull;
  decltype(&::PQgetvalue) getvalue;
  decltype(&::PQgetlength) getlength;
  decltype(&::PQclear) clear;
  decltype(&::PQescapeLiteral) escape_literal;
  decltype(&::PQputCopyData) put_copy_data;
  decltype(&::PQputCopyEnd) put_copy_end;
  decltype(&::PQgetCopyData) get_copy_data;
};

/// Errors: ErrorCode::connection if the library is not installed.
[[nodiscard]] const Libpq& libpq();

struct ConnectionCloser {
  void operator()(PGconn* connection) const { libpq().finish(connection); }
};
using Connection = std::unique_ptr<PGconn, ConnectionCloser>;

struct ResultCloser {
  void operator()(PGresult* result) const { libpq().clear(result); }
};
using Result = std::unique_ptr<PGresult, ResultCloser>;

struct CancelFree {
  void operator()(PGcancel* cancel) const { libpq().free_cancel(cancel); }
};
using Cancel = std::unique_ptr<PGcancel, CancelFree>;

struct MemoryFree {
  void operator()(char* memory) const { libpq().freemem(memory); }
};
using Memory = std::unique_ptr<char, MemoryFree>;

struct OptionsFree {
  void operator()(PQconninfoOption* options) const { libpq().conninfo_free(options); }
};
using Options = std::unique_ptr<PQconninfoOption, OptionsFree>;

}  // namespace sqlmig::postgres
